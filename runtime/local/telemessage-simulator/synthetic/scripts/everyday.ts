import type { Script } from './script';

/** What comes up between the large subjects. */
export const EVERYDAY: readonly Script[] = [
  {
    key: 'handover-note',
    members: ['tomas', 'daniel'],
    slots: { mw: ['25', '30', '35'], hour: ['16', '18', '20'] },
    lines: `
16:31 tomas: I am out from five, school play. You have the desk.
daniel: All good. Anything open?
tomas: One offer of {mw} MW for hour {hour}, withdraw it if nobody lifts it by half past.
daniel: Will do. What does the little one play?
tomas: A tree. Third from the left, very important.
daniel: 🌳👏
17:31 daniel: Offer withdrawn, nothing open. Enjoy the forest.
`,
  },
  {
    key: 'spare-parts',
    members: ['marek', 'ines', 'nora'],
    group: 'Spare parts',
    slots: { part: ['pitch bearing', 'yaw motor', 'brake pads'], weeks: ['three', 'five'] },
    lines: `
08:56 marek: Last {part} set went into the machine yesterday. Shelf is empty.
ines: Lead time is {weeks} weeks. Do you need one or two?
nora: Two please, the other machine of that type is the same age.
ines: Ordered. I ask for part delivery so that you get one earlier.
marek: You are a star ⭐
nora (photo): Empty shelf, for the stock count.
ines: Thanks, booked out.
`,
  },
  {
    key: 'noise-complaint',
    members: ['amira', 'henrik', 'aisha'],
    group: 'Neighbours',
    slots: { turbine: ['T02', 'T09'], db: ['41', '42'] },
    lines: `
10:02 aisha: A neighbour called about noise last night, around 23:40, from the side of {turbine}.
henrik: {turbine} ran in quiet mode from 22:00. I check the log.
amira: I can put a meter there tonight.
10:51 henrik: Log confirms quiet mode. But the wind turned north, that carries.
amira: Meter is reserved. Limit is 45, I expect about {db}.
aisha: Then I call back today and offer to show them the result. They were friendly.
henrik: Offer them a tour as well. People who have been up there complain less.
aisha: Lovely idea.
`,
  },
  {
    key: 'visitor-parking',
    members: ['grace', 'chloe'],
    slots: { cars: ['two', 'three'] },
    lines: `
08:05 chloe: I have {cars} cars coming at ten, is the yard free?
grace: Yes, but not the space under the crane please.
chloe: They will find a way to park exactly there.
grace (photo): That is why there is a cone now.
chloe: 😂 Perfect.
`,
  },
  {
    key: 'audit-samples',
    members: ['elena', 'ravi', 'james'],
    group: 'Audit samples',
    slots: { n: ['25', '40'], days: ['two', 'three'] },
    lines: `
13:12 elena: The auditors want a sample of {n} conversations from the archive, random, last quarter. How long do you need?
ravi: The search takes minutes. Exporting and checking it, {days} days.
james: Do they say how the sample is drawn?
elena: They send the numbers, we only look them up. That is better for everyone.
ravi: Then it is one day. I log every access as usual.
elena: Thank you. Nothing leaves without my signature.
james: Good. Please copy me on the list, not on the content.
`,
  },
  {
    key: 'training-slot',
    members: ['oliver', 'leo'],
    slots: { week: ['47', '48', '50'] },
    lines: `
11:18 leo: May I do the high voltage course in week {week}?
oliver: Week {week} is the outage. The one after?
leo: Full. They put me on the waiting list.
oliver: Then book the January one, and I keep the week free in the plan.
leo: Booked, 11th to 15th.
oliver: 👍
`,
  },
  {
    key: 'meter-reading',
    members: ['yuki', 'lukas'],
    slots: { mwh: ['1,284.6', '1,301.2', '1,266.9'] },
    lines: `
09:07 yuki: Export meter shows {mwh} MWh for yesterday, our estimate was 2% lower.
lukas: Could be the new anemometer, it reads better since Monday.
yuki: So the forecast model should learn it within a week.
lukas: It should. If not, I send you the raw series.
yuki: Deal.
`,
  },
  {
    key: 'travel-booking',
    members: ['james', 'maya', 'aisha'],
    group: 'Edinburgh',
    slots: { train: ['07:03', '07:30', '08:15'] },
    lines: `
15:44 aisha: Train at {train} on Tuesday, back at 17:30. Three seats with a table.
maya: Could we take the one before? I would like an hour with the bank first.
aisha: Changed. The tickets are in your inboxes.
james: Quiet coach this time, please.
maya: James, it was you who was on the phone.
james: I stand by my request.
aisha: 😄 Quiet coach booked.
`,
  },
  {
    key: 'site-radio',
    members: ['ravi', 'nora'],
    lines: `
07:41 nora: Channel 4 is noisy again, we hear a taxi company.
ravi: Move to 6 for today. The licence office knows, they look for the transmitter.
nora: On 6. Clear as a bell.
13:05 ravi: Found, it was a roof two streets away. You may go back to 4.
nora: Shame, the taxi stories were good.
`,
  },
  {
    key: 'stakeholder-letter',
    members: ['sofia', 'aisha', 'maya'],
    group: 'Letter to the council',
    lines: `
12:15 sofia: Draft letter to the council is in the folder. One sentence is too friendly, guess which.
aisha: "We look forward to a fruitful dialogue over biscuits."
maya: I wrote that. It stays without the biscuits.
sofia: Agreed, biscuits struck out.
aisha (pdf council-letter): Clean version.
maya: Approved. Please send it today.
sofia: Sent 12:58, signed copy is filed.
`,
  },
];
