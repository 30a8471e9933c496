import type { Script } from './script';

/** The wind farms: crews, weather, parts. */
export const OPERATIONS: readonly Script[] = [
  {
    key: 'morning-call',
    members: ['henrik', 'nora', 'marek', 'leo', 'samuel'],
    group: 'Moray crew ⚙️',
    slots: { wind: ['9', '11', '13'], turbine: ['T14', 'T22', 'T31'], boat: ['Kestrel', 'Fulmar', 'Gannet'] },
    lines: `
06:48 henrik: Morning all. {wind} m/s at the mast, easing after ten. We sail 07:30 on the {boat} if the skipper agrees.
nora: Morning. Permits for {turbine} are signed, copies in the cabin.
marek: Tools are loaded. Torque wrench went for calibration, using the spare.
leo: Running 5 min late, traffic at the roundabout 🙄
henrik: No rush Leo, we wait for you.
samuel: Van 3 is at the quay with the filters.
07:26 nora (photo): Sea state at the pontoon. Looks fine to me.
henrik: Agreed. Go.
11:40 marek: {turbine} gearbox oil sample taken, no glitter.
henrik: Good news 👍 Bring the bottle back upright please, remember last time.
marek: One time, Henrik. ONE time 😂
15:52 nora: Everyone off the ladder, all signed out. Heading in.
`,
  },
  {
    key: 'blade-inspection',
    members: ['nora', 'lukas'],
    slots: { turbine: ['T07', 'T19', 'T28'], metres: ['18', '24', '31'] },
    lines: `
10:05 nora (photo): Blade B on {turbine}, about {metres} m from the root. Hairline along the leading edge.
lukas: Thanks. Can you get one with the tape measure beside it?
nora (photo): 41 cm by my tape.
lukas: That is category 2. It may run until the January campaign, but I want it on the list.
nora: Logged as defect, severity 2, with both pictures.
lukas: Perfect. Please no repair with the quick filler, the last one did not hold over winter.
nora: Understood 👍
`,
  },
  {
    key: 'crane-hire',
    members: ['samuel', 'crane'],
    slots: { day: ['Tuesday', 'Wednesday', 'Thursday'], price: ['£4,150', '£4,300', '£3,980'] },
    lines: `
08:31 samuel: Hello Alan, is the 120 tonne still free for {day}?
crane: Hi Samuel, yes, 07:00 on site, {price} a day plus the permit.
samuel: That is a bit more than in summer.
crane: Diesel 🤷 I can do 5% off if you take two days.
samuel: Let me ask. Back to you before lunch.
12:04 samuel: Two days agreed. PO follows by email.
crane: Lovely, see you {day}.
`,
  },
  {
    key: 'oil-pressure',
    members: ['henrik', 'marek', 'lukas', 'desk'],
    group: 'Alarm duty',
    slots: { turbine: ['T03', 'T17', 'T26'] },
    lines: `
13:17 desk: ALARM {turbine} hydraulic pressure low, auto stop 13:14.
henrik: Seen. Marek, are you near?
marek: Ten minutes by boat.
lukas: Trend shows a slow drop since six this morning, so a leak and not a sensor.
marek (photo): Found it. Fitting on the accumulator is wet.
lukas: Please tighten to 85 Nm, not more. If it still weeps we change the seal.
14:09 marek: Dry now. Pressure is holding.
desk: {turbine} released 14:12.
henrik: Nice work. Lost 58 minutes, I will put it into the day report.
`,
  },
  {
    key: 'bird-survey',
    members: ['amira', 'nora'],
    lines: `
07:55 amira: The survey team would like two hours around the northern row today, no rotor start there until 11 if you can.
nora: Northern row is in service until noon anyway, so yes.
amira: Wonderful. They counted 214 gannets yesterday 🐦
nora: They are winning then.
10:41 amira: Done early. Row is yours again, thank you!
`,
  },
  {
    key: 'lost-glove',
    members: ['marek', 'leo'],
    lines: `
16:20 leo: Did I leave my left glove in your van?
marek: There is a glove. It smells of fish.
leo: That is the one 😅
marek (photo): It has its own seat now.
leo: Coffee is on me tomorrow.
`,
  },
  {
    key: 'fleet-check',
    members: ['samuel', 'henrik'],
    slots: { van: ['2', '4', '5'], miles: ['61,204', '58,930', '72,118'] },
    lines: `
09:02 samuel: Van {van} is at {miles} miles, service light since this morning.
henrik: Can it wait until Friday?
samuel: Garage says yes, if nobody tows with it.
henrik: Then book Friday. Use the hire van for the trailer.
samuel: Booked, 08:00.
`,
  },
  {
    key: 'first-aid',
    members: ['nora', 'grace', 'henrik'],
    group: 'First aid refresher',
    lines: `
11:10 grace: The refresher is on the 3rd, 09:00 to 12:30, training room. Six places are left.
nora: Put me and Leo down please.
henrik: Marek and I did ours in June, valid until next year.
grace: Noted. Bring a photo of the old certificate, the trainer asks every time.
nora (photo): Mine, both sides on one page.
grace: Thank you, that was fast!
`,
  },
  {
    key: 'cable-delivery',
    members: ['ines', 'samuel', 'dispatch'],
    group: 'Cable drums',
    slots: { drums: ['four', 'five', 'six'], gate: ['2', '5'] },
    lines: `
07:12 dispatch: Two lorries for you, {drums} drums in total. Where do you want them?
samuel: Gate {gate} please, the forklift is there from eight.
dispatch: Driver needs a reference.
ines: 4711-C. It is on the delivery note too.
dispatch: 👌
09:38 samuel: All {drums} are down. One drum has a cracked flange, I signed with a remark.
ines: Picture please, then I claim today.
samuel (photo): Here. Cable itself looks untouched.
ines: Claim is sent. Thank you both.
`,
  },
  {
    key: 'weather-window',
    members: ['henrik', 'oliver'],
    slots: { hours: ['36', '42', '48'] },
    lines: `
14:22 oliver: Forecast gives us {hours} hours under 1.5 m from tomorrow noon. Enough for both pulls?
henrik: For one and a half. I would start with the north export cable.
oliver: Vessel is on standby rate until six tonight, so I need a yes or no by five.
henrik: Yes for one pull. The second only if the Friday run of the model agrees.
oliver: Good, I tell them.
17:02 oliver: Confirmed. Mobilising 10:00.
`,
  },
  {
    key: 'scaffold',
    members: ['leo', 'nora'],
    lines: `
08:14 leo: Scaffold tag at the substation is from last week, ran out yesterday.
nora: Then nobody goes up. I call the inspector.
10:47 nora: Inspected and tagged, valid for seven days.
leo (photo): Confirmed, green tag.
`,
  },
  {
    key: 'harbour-berths',
    members: ['zara', 'samuel', 'henrik'],
    group: 'Harbour berths ⚓',
    slots: { berth: ['2', '4', '6'], boat: ['Kestrel', 'Fulmar', 'Gannet'], tide: ['13:10', '14:25', '15:40'] },
    lines: `
07:40 zara: Good morning, Zara from the harbour office. Berth {berth} is yours until high water at {tide}.
samuel: Thank you! Does the {boat} have to move for the fuel barge?
zara: Half an hour before the tide, I call you.
henrik: Then we load the nacelle oil first.
13:02 zara: Barge is early, please move in ten minutes.
samuel: Moving now.
zara: Perfect, thank you 🙏
`,
  },
  {
    key: 'night-shift',
    members: ['desk', 'henrik'],
    slots: { turbine: ['T05', 'T12', 'T30'] },
    lines: `
05:31 desk: Night was quiet. {turbine} yaw error at 02:40, reset remotely, fine since.
henrik: Third time this month. Please open a ticket for the encoder.
desk: Done. Handing over to day shift now ☕
`,
  },
];
