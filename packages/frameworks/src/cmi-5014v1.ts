import { outcome, type FrameworkData } from './framework-data.js';

/** CMI unit 5014V1, an introduction to coaching and mentoring for managers. Numbers and facts are the unit's, every sentence is ours; the days in force are an assumption. */
export const cmi5014v1: FrameworkData = {
  name: 'cmi-5014v1',
  framework: { title: 'CMI 5014V1: management coaching and mentoring, an introduction', creator: 'Chartered Management Institute' },
  version: {
    version: '5014V1',
    jurisdiction: 'England',
    inForceFrom: '2013-01-01',
    inForceUntil: null,
    description: 'A unit of level 5. The criteria are paraphrased; for assessment take the wording of the awarding body.',
    attribution: 'Structure and figures after CMI unit 5014V1 (F/504/9055). Wording by Cairn, Apache-2.0.',
    unit: { reference: 'F/504/9055', level: 5, credits: 6, guidedLearningHours: 40, totalUnitTimeHours: 60 },
    items: [
      ...outcome('1', 'Knows what coaching and mentoring are, and what a manager uses them for.', {
        '1.1': 'Says what an organisation wants to reach when it develops people by coaching.',
        '1.2': 'Says which part of a manager’s work mentoring does.',
        '1.3': 'Weighs the one against the other: where they differ, and which to choose when.',
      }),
      ...outcome('2', 'Can tell where coaching is the right means of developing people.', {
        '2.1': 'Judges what coaching adds where performance is managed, for those who struggle and for those who excel.',
        '2.2': 'Shows how coaching helps a team to learn together.',
      }),
      ...outcome('3', 'Can tell where mentoring is the right means of developing people.', {
        '3.1': 'Judges what mentoring adds where performance is managed, and when it serves better than coaching.',
        '3.2': 'Shows how mentoring lets a team learn from the experience within it.',
      }),
      ...outcome('4', 'Sees how both serve what the organisation is there for.', {
        '4.1': 'Examines the manager who coaches: what is won, and what is at risk.',
        '4.2': 'Examines the manager who mentors: where the two roles agree, and whether the line should lie elsewhere.',
        '4.3': 'Ties coaching and mentoring to the organisation’s goals, and names the backing from the top that they need.',
      }),
    ],
    scales: [
      {
        scaleId: '020e2ee2-092c-46f2-9b77-378be34dd768',
        title: 'Is the criterion met?',
        levels: [
          { value: 0, name: 'not yet', descriptor: 'Nothing is there, or what is there does not answer the criterion.' },
          { value: 1, name: 'in part', descriptor: 'Some of it is answered; it is clear what is missing.' },
          { value: 2, name: 'met', descriptor: 'It is answered in full, with examples from the learner’s own practice.' },
        ],
      },
    ],
  },
  roleProfiles: [{ role: 'manager who coaches', targets: ['1.1', '1.3', '2.1', '2.2', '4.1'].map((code) => ({ code, level: 2 })) }],
};
