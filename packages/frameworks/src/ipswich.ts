/** A leader's setting as a programme of this kind meets it. The names are invented. */
export interface TemplateSetting {
  readonly name: string;
  readonly kind: 'private' | 'voluntary';
}

const region = 'Ipswich';

/**
 * The programme of coaching and mentoring for leaders of private and voluntary early-years settings, Ipswich 2019, as a template. From the public account
 * come the counts (42 leaders, groups of at most 6, 3 sessions of 2 hours) and the terms; the days, the amount of the award and the names are ours.
 */
export const ipswich = {
  region,
  /** What a designed programme is made of. Amounts in pence. */
  design: {
    title: 'Resilient leaders: coaching and mentoring in early years, Ipswich 2019',
    sessionsPerGroup: 3,
    sessionMinutes: 120,
    groupCapacity: 6,
    award: { pence: 100_000, currency: 'GBP' },
    lateSubmission: 'refuse',
    offPlanSpend: 'refuse',
  },
  invitationsSentOn: '2019-03-18',
  sessionTerm: { name: 'summer term 2019', firstDay: '2019-04-23', lastDay: '2019-07-23' },
  submissionWindow: { term: 'autumn term 2019', opensOn: '2019-09-04', closesOn: '2019-12-20' },
  groups: ['Group 1', 'Group 2', 'Group 3', 'Group 4', 'Group 5', 'Group 6', 'Group 7'],
  settings: settings(),
} as const;

/** The Mondays of the three weeks in which every group meets once. */
const rounds = ['2019-05-13', '2019-06-10', '2019-07-08'] as const;
/** One slot a week for each group, so that one facilitator can run all of them. Hours of the day in UTC: British Summer Time is one hour later. */
const slots = [
  { day: 0, hour: 8 },
  { day: 0, hour: 12 },
  { day: 1, hour: 8 },
  { day: 1, hour: 12 },
  { day: 2, hour: 12 },
  { day: 3, hour: 8 },
  { day: 3, hour: 12 },
] as const;

/** When a group of the template meets, in order of the sessions: ISO 8601, UTC. `group` counts from 0. */
export const ipswichSessionStarts = (group: number): string[] =>
  rounds.map((monday) => {
    const slot = slots[group];
    if (!slot) throw new RangeError(`the template has ${slots.length} groups; there is no group ${group}`);
    const start = new Date(`${monday}T00:00:00.000Z`);
    start.setUTCDate(start.getUTCDate() + slot.day);
    start.setUTCHours(slot.hour, 30);
    return start.toISOString();
  });

function settings(): readonly TemplateSetting[] {
  const named = (kind: TemplateSetting['kind'], names: string) => names.split(',').map((name) => ({ name: name.trim(), kind }));
  return [
    ...named(
      'private',
      `Acorn Lane Nursery, Bluebell Day Nursery, Bramble Bank Nursery, Bridge Street Nursery, Chestnut Tree Day Nursery, Copper Kite Nursery,
       Dockside Day Nursery, Elm House Nursery, Foxglove Day Nursery, Gipping View Nursery, Hazelwood Day Nursery, Honeybee Nursery,
       Ladybird Corner Nursery, Lantern House Nursery, Little Otters Day Nursery, Maple Court Nursery, Meadowlark Day Nursery, Nightingale Nursery,
       Old Orchard Day Nursery, Paper Boats Nursery, Pebble Lane Day Nursery, Quayside Nursery, Robin's Nest Day Nursery, Rowan House Nursery,
       Seedlings Day Nursery, Starling Street Nursery`,
    ),
    ...named(
      'voluntary',
      `All Corners Pre-school, Beacon Hill Playgroup, Castle Field Pre-school, Church Green Playgroup, Fiveways Pre-school, Heathside Playgroup,
       Kingfisher Pre-school, Lark Rise Playgroup, Mill Meadow Pre-school, Northgate Green Playgroup, Orwell Bank Pre-school, Puddle Jumpers Playgroup,
       Riverbend Pre-school, Skylark Playgroup, Tollgate Pre-school, Willow Walk Playgroup`,
    ),
  ];
}
