import type { FrameworkData } from './framework-data.js';

/** The ten principles of the National Framework for Mentoring and Coaching, in our own words. Advisory: the framework wants no uniform model. The first day is an assumption. */
export const tenPrinciples: FrameworkData = {
  name: 'ten-principles',
  framework: { title: 'Ten principles of mentoring and coaching', creator: 'DfES and CUREE' },
  version: {
    version: '2005',
    jurisdiction: 'England',
    inForceFrom: '2005-01-01',
    inForceUntil: null,
    description: 'What to look for in a programme, whatever its model. They inform, they do not prescribe.',
    attribution: 'After the National Framework for Mentoring and Coaching. Wording by Cairn, Apache-2.0.',
    items: [
      [
        'P1',
        'Talk that teaches: a structured conversation that starts from what happened in practice, and brings what the practitioner believes and does into the open.',
      ],
      ['P2', 'Goals that are one’s own and a stretch: just beyond what the practitioner can do alone, and in line with what the setting needs.'],
      ['P3', 'A relationship that can bear something: trust, respect, and care for the feelings that serious learning stirs up.'],
      ['P4', 'Knowing why it works: the theory behind a new way of working, so that it can be fitted to another place.'],
      ['P5', 'Ground rules agreed and kept: what the relationship is for, where it ends, and how differences of power are dealt with.'],
      ['P6', 'Gain on both sides: what coaches and mentors learn themselves is noticed and used.'],
      ['P7', 'Peers and specialists together: colleagues keep it going in daily work, experts widen what is known and show how it is done.'],
      ['P8', 'Trying and watching: a place where something may go wrong, and where practice itself gives the evidence.'],
      ['P9', 'More and more in one’s own hands: as skill and self-knowledge grow, the practitioner steers.'],
      ['P10', 'Time and means well used: learning is protected in the rota and outlasts the programme.'],
    ].map(([code = '', statement = ''], index) => ({ code, statement, sequence: index + 1, type: 'principle' })),
  },
  roleProfiles: [],
};
