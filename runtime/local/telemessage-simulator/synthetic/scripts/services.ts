import type { Script } from './script';

/** IT, people, sales, projects. */
export const SERVICES: readonly Script[] = [
  {
    key: 'phishing',
    members: ['ravi', 'grace', 'hannah', 'ben'],
    group: 'IT heads-up',
    lines: `
09:05 ravi: There is a phishing mail around that says "your parking permit runs out". Do not open it, just report it.
hannah: I clicked on it yesterday 😬 but entered nothing.
ravi: Good that you say so. I sign you out everywhere now, you will have to sign in again.
hannah: OK, thanks for not shouting.
ravi: Never. People who report are the best alarm we have.
ben: We do not even have parking permits.
grace: We do, Ben. You never had a car.
`,
  },
  {
    key: 'new-phone',
    members: ['ravi', 'chloe'],
    lines: `
10:15 chloe: My new phone has arrived. How do I move the recorded app?
ravi: Do not delete it from the old one yet. Open it there, settings, transfer.
chloe: It asks for a code.
ravi: That is the one I just sent by email.
10:29 chloe: Works 🎉 The old messages are there as well.
ravi: Great. Leave the old phone at reception please.
`,
  },
  {
    key: 'maintenance',
    members: ['ravi', 'lukas', 'tomas', 'henrik'],
    group: 'Maintenance window',
    slots: { from: ['19:00', '20:00', '21:00'] },
    lines: `
15:25 ravi: Firewall change on Saturday {from}, about 40 minutes without VPN. Any objection?
tomas: Saturday is fine, the desk is closed then.
henrik: SCADA goes over the other line, so fine. The night shift will call you if not.
lukas: OK for me.
ravi: Thank you, scheduled.
`,
  },
  {
    key: 'customer-visit',
    members: ['ben', 'joao'],
    slots: { city: ['Porto', 'Lisbon', 'Braga'] },
    lines: `
09:40 joao: Olá Ben! Are you still coming to {city} next week?
ben: I am! Landing Tuesday 11:20. Could we start with the plant tour?
joao: Of course. Safety shoes?
ben: Size 43 please, mine never survive the suitcase.
joao (location): The gate is here, not where the map says.
ben: Saved, obrigado 🙏
joao: Até terça!
`,
  },
  {
    key: 'offer-review',
    members: ['ben', 'hannah', 'sofia'],
    group: 'Offer Adatum',
    slots: { pages: ['18', '22'] },
    lines: `
11:05 hannah: Offer for Adatum is ready, {pages} pages. Sofia, could you look at section 6?
sofia: Liability cap is missing the usual sentence. I add it.
ben: They asked for 60 days payment.
sofia: 45 is our limit without James.
ben: Then 45 it is, I explain it to João.
12:32 sofia (pdf offer-section-6): With the sentence. Please use only this one.
hannah: Merged and sent for signature.
`,
  },
  {
    key: 'quote-request',
    members: ['ines', 'wei'],
    slots: { pieces: ['240', '300', '360'], week: ['49', '50', '51'] },
    lines: `
07:33 ines: Hello Wei, we need {pieces} of the M36 bolt sets, hot dip galvanised. Delivery in week {week}?
wei: Good morning Ines. Week {week} is possible for {pieces}, ex works.
ines: With 3.1 certificates?
wei: Yes, included.
ines: Please send the quote to the purchasing mailbox. Thank you!
wei (pdf quotation): Sent, copy here.
`,
  },
  {
    key: 'project-slip',
    members: ['oliver', 'lukas', 'ines'],
    group: 'Substation upgrade',
    slots: { days: ['four', 'six'] },
    lines: `
09:15 oliver: The relay panels slip by {days} days. Does that touch the outage date?
lukas: Not if the wiring starts in parallel. I have people from Monday.
ines: Supplier offers air freight for 2,300.
oliver: Let us not. Parallel wiring, same outage date.
lukas: Agreed. I update the plan tonight.
18:40 lukas: Plan is updated, two days of float left.
oliver: 👏
`,
  },
  {
    key: 'badge',
    members: ['grace', 'hannah'],
    lines: `
08:52 hannah: Forgot my badge, could you let me in?
grace: Third time this month 😄 coming down.
hannah: Cake on Friday, I promise.
grace: I hold you to that.
`,
  },
  {
    key: 'leaver-handover',
    members: ['martin', 'oliver'],
    lines: `
16:05 oliver: Martin, one question although you are off already: where is the original of the crane contract?
martin: Hi Oliver! Blue cabinet, second drawer, under C. The scan is in the project folder.
oliver: Found it. Enjoy the garden!
martin: I do 🌿 Greetings to everyone.
`,
  },
  {
    key: 'handover-call',
    members: ['ravi', 'henrik'],
    lines: `
12:10 ravi (call missed): -
12:14 henrik (call answered 187): -
ravi: Thanks for ringing back. Summary: radio mast first, office after.
henrik: Yes. And nobody touches the old router until Monday.
`,
  },
  {
    key: 'birthday',
    members: ['grace', 'hannah', 'chloe', 'oliver', 'ines', 'ravi'],
    group: 'Not for Ben 🎂',
    lines: `
13:30 grace: Ben turns 40 tomorrow. Cake at three in the kitchen, keep quiet.
chloe: I bring candles. Forty is a lot of candles.
oliver: Two digits, two candles.
ines: He likes lemon.
hannah (sticker): -
grace: Lemon it is. Ten pounds each?
ravi: Paid. Please nobody write this into the wrong group.
`,
  },
  {
    key: 'training-video',
    members: ['chloe', 'amira'],
    lines: `
14:12 chloe (voice 4): -
amira: I listened to it twice, I like the first version better. Shorter.
chloe: Same here. I take out the music as well.
amira: Yes please 😅
`,
  },
  {
    key: 'contact-card',
    members: ['hannah', 'ben'],
    lines: `
10:58 ben: Do you have the number of the journalist who did the harbour story?
hannah (contact fiona): Here you are. Aisha speaks to her normally, so ask her first.
ben: Will do, thanks.
`,
  },
  {
    key: 'payroll',
    members: ['grace', 'james'],
    lines: `
09:31 grace: Payroll is ready for release. 214 people, two starters, one leaver.
james: Total against last month?
grace: Up 1.1%, which is the on-call payments of the storm weekend.
james: Released. Thank you Grace.
`,
  },
  {
    key: 'catering',
    members: ['hannah', 'grace', 'oliver'],
    group: 'Open day',
    slots: { guests: ['120', '150', '180'] },
    lines: `
11:42 oliver: Open day has {guests} registrations. Is catering on that?
grace: They need the final number by Monday.
hannah: Last year a third did not come, so order for fewer?
grace: Last year it rained. Order for all of them.
oliver: Agreed. Leftovers go to the crews 😋
`,
  },
];
