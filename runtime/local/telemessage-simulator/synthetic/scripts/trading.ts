import type { Script } from './script';

/** The trading desk. */
export const TRADING: readonly Script[] = [
  {
    key: 'gas-open',
    members: ['tomas', 'priya', 'daniel', 'yuki'],
    group: 'Desk open',
    slots: { price: ['31.40', '32.15', '30.85'], move: ['up 2%', 'down 1.5%', 'flat'], cap: ['40', '50', '60'] },
    lines: `
07:02 yuki: NBP day-ahead indicated {price}, {move} on yesterday. LNG slots: two delayed by weather.
priya: Thanks Yuki. Wind forecast was revised down for the evening peak.
tomas: So we are short the peak. Daniel, where are we?
daniel: Minus 45 MW, hours 17 to 19.
tomas: Cover up to {cap} below the limit I put in the book. Nothing outside the approved list please.
daniel: Understood.
08:11 daniel: Covered 45, average inside your limit. Tickets are in.
tomas: 🙌
priya: Imbalance forecast is back to zero.
`,
  },
  {
    key: 'broker-quote',
    members: ['daniel', 'erik'],
    slots: { bid: ['78.10', '79.25', '76.90'], offer: ['78.60', '79.80', '77.35'] },
    lines: `
09:24 erik: Morning Daniel. Front quarter {bid} at {offer}, good for 10.
daniel: Morning. Reminder that this line is recorded.
erik: Of course, all of ours are too.
daniel: I pay {offer} for 5.
erik: Done, 5 at {offer}. Confirmation comes by the usual way.
daniel: Thanks.
`,
  },
  {
    key: 'limit-increase',
    members: ['tomas', 'james'],
    slots: { from: ['2.0', '2.5'], to: ['2.8', '3.0'] },
    lines: `
10:33 tomas: James, the spread book is at 92% of its limit. I would like to go from {from} to {to} million until month end.
james: What is the worst case?
tomas: Yuki's stress run says 410k on the 2022 scenario. Sheet is on the way.
tomas (pdf stress-run): Two pages, the second matters.
11:58 james: Read it. I can live with it until the 30th, not a day longer. Elena has to be on the approval too.
tomas: Asking her now, thank you.
`,
  },
  {
    key: 'limit-approval',
    members: ['tomas', 'elena'],
    lines: `
12:03 tomas: James agrees to a temporary limit until the 30th. Could you approve in the register as well?
elena: I need the stress run and his words.
tomas: Both are attached to the request.
12:41 elena: Approved in the register. Please put a reminder on the 30th, I will check.
tomas: Reminder set 👍
`,
  },
  {
    key: 'late-nomination',
    members: ['priya', 'daniel'],
    slots: { minutes: ['7', '9', '12'] },
    lines: `
14:46 priya: Nomination portal is slow again. We have {minutes} minutes.
daniel: Try the backup login.
priya: In. Sending.
priya: Sent 14:52, receipt received.
daniel: Phew.
priya (photo): Screenshot of the receipt for the file.
daniel: I raise it with the grid operator, third time this month.
`,
  },
  {
    key: 'outage-notice',
    members: ['priya', 'yuki', 'henrik'],
    group: 'Outage notices',
    slots: { mw: ['42', '63', '84'], until: ['Friday 18:00', 'Monday 06:00'] },
    lines: `
13:31 henrik: We lose {mw} MW at Moray until {until}, export transformer tap changer.
priya: Is the market message out? I cannot trade on this before it is.
henrik: Yuki is publishing it now.
13:36 yuki: Published, reference ends in 0417.
priya: Thank you. Adjusting the schedule after that reference.
`,
  },
  {
    key: 'ppa-question',
    members: ['tomas', 'carla'],
    lines: `
15:10 carla: Hi Tomas, our board meets next week. Is the ten year price still what we said?
tomas: Hi Carla. Indicatively yes, the curve moved a little. A firm number needs a fresh quote.
carla: Could I have it by Wednesday?
tomas: Tuesday evening. It will be firm for 24 hours.
carla: Great, thank you 🙏
`,
  },
  {
    key: 'month-end',
    members: ['yuki', 'james', 'priya'],
    group: 'Month end numbers',
    slots: { pnl: ['+318k', '+274k', '+402k'] },
    lines: `
16:40 yuki: Flash result {pnl}, 80% from the evening peaks.
james: Any one-offs in it?
yuki: 46k from the outage settlement. I show it on its own line.
priya: And the certificate sale is booked next month, not here.
james: Good. Send me the two page version tonight please.
18:15 yuki (pdf flash-result): Here it is.
james: Thank you, very clear.
`,
  },
  {
    key: 'wrong-chat',
    members: ['daniel', 'priya'],
    lines: `
12:20 daniel: Table for two at one, the usual place?
daniel (delete): -
daniel: Sorry, wrong window 🙈
priya: I would have come along, you know.
daniel: Next time. Bring an umbrella.
`,
  },
  {
    key: 'typo-price',
    members: ['priya', 'tomas'],
    slots: { right: ['54.20', '55.70', '53.95'] },
    lines: `
11:22 priya: Closed the last clip at 5420.
priya (edit): Closed the last clip at {right}.
tomas: I was about to open the champagne.
priya: Decimal points matter.
tomas: Ticket is right though?
priya: Ticket always was. Only my thumb was wrong.
`,
  },
];
