export const approaches = ['mentoring', 'specialist-coaching', 'co-coaching'] as const;
export type Approach = (typeof approaches)[number];

/** One line of the side-by-side template: what sets the approaches apart, and how. */
export interface Criterion {
  /** The question to ask oneself. */
  readonly question: string;
  /** `memory`: it was not verified against the published framework, and is to be confirmed. */
  readonly source: 'published' | 'memory';
  readonly sides: Readonly<Record<Approach, string>>;
}

/** The decision aid: three approaches side by side. A rationale names at least one of its criteria by code. */
export const approachCriteria = {
  purpose: {
    question: 'What is it for?',
    source: 'published',
    sides: {
      mentoring: 'Support through a significant transition in a career, over time.',
      'specialist-coaching': 'Development of one specific aspect of practice, over time.',
      'co-coaching': 'Two or more learners embed in daily practice what they have learned from a specialist source.',
    },
  },
  supporter: {
    question: 'Who supports?',
    source: 'memory',
    sides: {
      mentoring: 'An experienced colleague who knows what the role asks for, and who opens doors.',
      'specialist-coaching': 'A fellow professional with expertise in what the goals are about.',
      'co-coaching': 'A peer who is committed to learning from the other as well.',
    },
  },
  'focus-choice': {
    question: 'Who picks what it is about?',
    source: 'memory',
    sides: {
      mentoring: 'The role or the transition, together with the learner.',
      'specialist-coaching': 'The learner, within what the coach is a specialist in.',
      'co-coaching': 'Each for themselves, in turn.',
    },
  },
  assessment: {
    question: 'Does the supporter assess?',
    source: 'memory',
    sides: {
      mentoring: 'Perhaps; then the learning agreement declares it.',
      'specialist-coaching': 'No, and no judgement either.',
      'co-coaching': 'No; the roles swap.',
    },
  },
  'line-position': {
    question: 'How do they stand in the organisation?',
    source: 'published',
    sides: {
      mentoring: 'Rather from another part of it.',
      'specialist-coaching': 'As a rule the coach does not manage the learner.',
      'co-coaching': 'As peers.',
    },
  },
} as const satisfies Record<string, Criterion>;

export type CriterionCode = keyof typeof approachCriteria;
export const criterionCodes = Object.keys(approachCriteria) as [CriterionCode, ...CriterionCode[]];

/** What in a working life an engagement is for. */
export const occasions = [
  'induction',
  'managing-performance',
  'new-skills-or-tasks',
  'promotion-and-development',
  'career-change',
  'talent-management',
  'redundancy-support',
  'personal-change',
  'organisational-change',
] as const;

/** Where on the continuum an engagement lies, from one skill to the agenda of an executive. */
export const focuses = ['skills', 'performance', 'development', 'executive-agenda'] as const;

/** What a supporter can be to a practitioner; which of them is agreed when they contract. */
export const emphases = [
  'role-model',
  'enabler',
  'teacher',
  'encourager',
  'counsellor',
  'befriender',
  'facilitator',
  'coach',
  'confidante',
  'supporter',
  'un-learner',
] as const;
