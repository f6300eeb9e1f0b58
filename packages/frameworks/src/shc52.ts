import { outcome, type FrameworkData } from './framework-data.js';

/**
 * SHC52, promoting professional development (unit 502 of the level 5 diploma). Every sentence is ours. To be confirmed against the awarding body's unit:
 * the list of criteria beyond 1.1, and the day from which it counts; no figures of credits and hours are given, since none could be verified.
 */
export const shc52: FrameworkData = {
  name: 'shc52',
  framework: { title: 'SHC52: promote professional development', creator: 'Skills for Care & Development' },
  version: {
    version: 'SHC52',
    jurisdiction: 'England',
    inForceFrom: '2011-01-01',
    inForceUntil: null,
    description: 'The criteria are paraphrased, and their list is to be confirmed against the awarding body’s unit.',
    attribution: 'Structure after unit SHC52. Wording by Cairn, Apache-2.0.',
    unit: { level: 5 },
    items: [
      ...outcome('1', 'Knows what keeps professional development going.', {
        '1.1': 'Says why knowledge and practice have to go on improving if the service is to meet the needs of those who use it.',
        '1.2': 'Finds what stands in the way of development.',
        '1.3': 'Sets side by side where support can come from, such as mentoring, coaching and training.',
        '1.4': 'Says what to consider before choosing an opportunity to learn.',
      }),
      ...outcome('2', 'Puts first things first in their own development.', {
        '2.1': 'Measures what they know and do against the standards of the work.',
        '2.2': 'Decides which goals come first, and says why.',
      }),
      ...outcome('3', 'Plans their own development.', {
        '3.1': 'Chooses ways of learning that fit the goal, and the way in which they like to learn and need access.',
        '3.2': 'Writes a plan that says what, by when, and with whom.',
        '3.3': 'Settles beforehand how the plan will be judged.',
      }),
      ...outcome('4', 'Gets better by reflecting.', {
        '4.1': 'Knows several models of reflection and what each is good for.',
        '4.2': 'Says what reflection does for practice.',
        '4.3': 'Reflects on their work, and lets others tell them how it is seen.',
        '4.4': 'Shows what has changed through it, after success and after mistakes.',
      }),
    ],
  },
  roleProfiles: [],
};
