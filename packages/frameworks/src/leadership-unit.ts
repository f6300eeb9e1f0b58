/**
 * A small framework for leaders of early-years settings: how a leader develops the team. Written for this product, not taken from any awarding body's unit;
 * it may be loaded into the library as it is, or replaced by a framework of your own.
 */
export const leadershipUnit = {
  framework: { title: 'Leading and developing a team in early years', creator: 'Cairn' },
  version: {
    version: '1.0',
    jurisdiction: 'England',
    inForceFrom: '2018-09-01',
    inForceUntil: null,
    items: [
      { code: 'LT1', statement: 'Sets a direction for the setting that staff can repeat in their own words and connect with their daily work.' },
      { code: 'LT2', statement: 'Knows the strengths and the next steps of every member of the team, and has evidence for both.' },
      { code: 'LT3', statement: 'Holds regular developmental conversations in which the practitioner chooses the goal and finds the options.' },
      { code: 'LT4', statement: 'Leads a change from its reason to its routine, and looks after the people whom it unsettles.' },
      { code: 'LT5', statement: 'Turns the findings of an inspection or a self-evaluation into training that the team needs.' },
      { code: 'LT6', statement: 'Recognises strain in the team and in themselves early, and acts on it with support from outside the setting where needed.' },
      { code: 'LT7', statement: 'Makes sure that what one person learns reaches the others, and stays when that person leaves.' },
      { code: 'LT8', statement: 'Keeps time for reflection and planning in the rota, and protects it.' },
    ],
  },
} as const;
