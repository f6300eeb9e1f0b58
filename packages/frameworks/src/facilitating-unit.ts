import { outcome, type FrameworkData, type ItemData } from './framework-data.js';

const items: readonly ItemData[] = [
  ...outcome('FC1', 'Understands what coaching and mentoring do in a setting.', {
    'FC1.1': 'Keeps them apart from supervision and from line management, and can say where each begins.',
    'FC1.2': 'Explains what they do for competence, for confidence and for those whom the setting serves.',
    'FC1.3': 'Tells leading from managing, and knows which of the two the moment asks for.',
  }),
  ...outcome('FC2', 'Makes coaching a normal part of the setting.', {
    'FC2.1': 'Tells people plainly what they gain by it, in sessions and with material of the setting’s own.',
    'FC2.2': 'Is seen to coach and to be coached.',
    'FC2.3': 'Gives it a place in rota, appraisal and budget.',
  }),
  ...outcome('FC3', 'Finds out what practitioners need.', {
    'FC3.1': 'Works through a framework step by step, and has evidence for every need.',
    'FC3.2': 'Takes into account career stage, context, and the practitioner’s preferences and access needs.',
  }),
  ...outcome('FC4', 'Carries out coaching and mentoring that fit.', {
    'FC4.1': 'Agrees a plan whose objectives come from the needs found, and can be measured and dated.',
    'FC4.2': 'Leaves the answers with the practitioner, so that they learn to steer themselves.',
    'FC4.3': 'Sees to it that everyone can take part, whatever their background or need.',
    'FC4.4': 'Knows where a conversation has to leave the development record: how concerns about safety are passed on.',
  }),
  ...outcome('FC5', 'Reviews what came of it.', {
    'FC5.1': 'Brings three views together: the practitioner’s own, an observer’s, and what happened for those served.',
    'FC5.2': 'Holds the findings against the objectives as they were first agreed.',
    'FC5.3': 'Reflects on the work with a measure from before and one from after.',
    'FC5.4': 'Feeds what was learnt into the setting’s cycle of judging, planning, doing and reviewing.',
  }),
];
const criteria = items.filter(({ parent }) => parent !== undefined).map(({ code }) => code);

/** The unit on facilitating coaching and mentoring of practitioners in health, social care or children's settings: five outcomes, in our own words and with codes of our own. To be confirmed: the awarding body's list of outcomes. */
export const facilitatingUnit: FrameworkData = {
  name: 'facilitating-unit',
  framework: { title: 'Facilitating coaching and mentoring of practitioners', creator: 'Cairn' },
  version: {
    version: '1.0',
    jurisdiction: 'Northern Ireland and England',
    inForceFrom: '2018-09-01',
    inForceUntil: null,
    attribution: 'Wording and codes by Cairn, Apache-2.0.',
    items,
    scales: [
      {
        scaleId: '71c2b6d7-7b81-4b52-9e6f-e6cf468b8c1b',
        title: 'How far',
        items: criteria,
        levels: [
          { value: 1, name: 'aware', descriptor: 'Can say what it is and why it matters.' },
          { value: 2, name: 'with support', descriptor: 'Does it when somebody helps or reminds.' },
          { value: 3, name: 'alone', descriptor: 'Does it reliably, and adapts it to the person.' },
          { value: 4, name: 'for others', descriptor: 'Others learn it from them, and it stays when they leave.' },
        ],
      },
    ],
  },
  roleProfiles: [
    { role: 'setting leader', targets: criteria.map((code) => ({ code, level: code.startsWith('FC2') ? 4 : 3 })) },
    { role: 'supporter', targets: criteria.filter((code) => !code.startsWith('FC2')).map((code) => ({ code, level: 3 })) },
  ],
};
