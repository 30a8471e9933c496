import type { Script } from './script';

/** Board, legal, compliance, investors. */
export const LEADERSHIP: readonly Script[] = [
  {
    key: 'board-pack',
    members: ['maya', 'james', 'sofia', 'aisha'],
    group: 'Board pack',
    slots: { day: ['Thursday', 'Friday'], page: ['7', '11', '14'] },
    lines: `
08:20 maya: Board pack closes {day} noon. What is still open?
james: Cash bridge, I have it tonight.
sofia: Litigation note is final. One paragraph only, as you asked.
aisha: Investor slide waits for James.
maya: Page {page} still has the old map. Who owns it?
aisha: Me. Fixed in ten minutes.
08:44 aisha (photo): New map on page {page}.
maya: Much better. Thank you all.
`,
  },
  {
    key: 'lease-dispute',
    members: ['sofia', 'maya'],
    lines: `
09:48 sofia: The landowner's solicitor wrote again. They now claim the access road is not in the lease.
maya: It is on the plan, isn't it?
sofia: It is, in yellow. The text only says "tracks as marked". I think we are fine, but I want counsel's view.
maya: Agreed. Budget?
sofia: Two days, about 5k.
maya: Go ahead. Please mark everything privileged.
sofia: Always 🙂
`,
  },
  {
    key: 'investor-call',
    members: ['aisha', 'james'],
    slots: { time: ['14:00', '15:30', '16:00'] },
    lines: `
10:12 aisha: The call with the pension fund is at {time}. They will ask about availability and the dividend.
james: Availability 96.8 for the quarter, that is public. On the dividend we say what the release says, word for word.
aisha: I print it large.
james: Please do, I have form.
17:20 aisha: That went well. Two follow-ups, both factual. I draft, you sign off?
james: Yes. Nothing by chat, please.
`,
  },
  {
    key: 'recorded-lines',
    members: ['elena', 'maya', 'james', 'tomas', 'henrik', 'sofia'],
    group: 'Compliance notice',
    lines: `
08:00 elena: Reminder for everyone with a company phone: business conversations belong on the recorded app, including voice notes. If somebody writes to you elsewhere, move the conversation here.
tomas: Clear. The desk has had it on the wall since Monday.
henrik: Crew phones are all enrolled, I checked yesterday.
elena: Thank you both. Questions to me, any time.
maya: Thank you Elena. That includes the board, so I will tell Victor myself.
`,
  },
  {
    key: 'hiring-cfo-deputy',
    members: ['james', 'grace'],
    lines: `
13:05 grace: Two candidates for the deputy role want to come on the same morning.
james: Back to back is fine, half an hour between them so that they do not meet.
grace: 09:30 and 11:00 then, room Skye.
james: Perfect. Please add Aisha to both.
grace: Done ✅
`,
  },
  {
    key: 'site-visit',
    members: ['maya', 'henrik', 'aisha'],
    group: 'Site visit',
    slots: { guests: ['six', 'eight', 'nine'], size: ['38 to 46', '39 to 47'] },
    lines: `
11:31 maya: {guests} guests from the council want to see the substation. Possible next week?
henrik: Wednesday after ten. They need boots, sizes please.
aisha: {size}, I have the list.
henrik: And no drones, we have a survey in the air.
maya: Understood. Lunch?
aisha: Soup and sandwiches in the cabin, booked.
henrik: Then the crew will be on time for once 😄
`,
  },
  {
    key: 'press-question',
    members: ['aisha', 'fiona'],
    lines: `
14:35 fiona: Hello Aisha, a line on the planning decision for tomorrow's paper?
aisha: Hi Fiona, by email before four. What is your deadline?
fiona: Five, four is perfect.
15:48 aisha: Sent. Please quote it in full or not at all 🙂
fiona: In full, promise.
`,
  },
  {
    key: 'insurance',
    members: ['sofia', 'ines'],
    lines: `
10:51 ines: The broker asks whether the spare transformer is insured at the harbour or only on site.
sofia: Only on site. We need a rider for the harbour while it is stored there.
ines: They quote 1,900 for three months.
sofia: Take it, and put the certificate into the contract folder.
ines: Done. Signed copy by Thursday.
`,
  },
  {
    key: 'flight-delay',
    members: ['maya', 'shuttle'],
    slots: { minutes: ['35', '50', '70'] },
    lines: `
18:04 maya: My flight is {minutes} minutes late, sorry.
shuttle: No problem, we watch the board. Driver is Colin, silver estate.
maya: Thank you!
19:22 shuttle: He is at pillar 9.
`,
  },
];
