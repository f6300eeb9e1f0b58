import { ipswich } from './ipswich.js';

/** Programmes that an organisation can adopt and change: every figure is a default. */
export const programmeTemplates = [
  {
    code: 'ipswich-2019',
    version: '1',
    summary: 'Coaching and mentoring for leaders of early-years settings: three sessions of two hours in groups of six, then a training plan and a grant.',
    design: ipswich.design,
  },
] as const;
