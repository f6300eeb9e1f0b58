import { readFileSync } from 'node:fs';
import { policies } from '@cairn/contracts/directory';
import { countOf, declaredRules, rulesCatalogue, untested } from './rules-catalogue.js';

const rules = declaredRules();

/** By service: the rows of the requirements that it owns, with the codes that they name. */
const owned: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  directory: { '000-5': ['REPORTING_CYCLE'], '002-3': ['CONSENT_REQUIRED'] },
  assessment: {
    '000-1': ['NEED_WITHOUT_EVIDENCE', 'ASSESSMENT_HAS_NO_NEEDS', 'ASSESSMENT_CLOSED'],
    '000-13': ['FRAMEWORK_VERSION_IMMUTABLE', 'FRAMEWORK_NOT_IN_FORCE'],
    '001-5': ['SCALE_NOT_IN_FORCE'],
    '001-6': ['PREREQUISITE_CYCLE'],
    '002-13': ['MODEL_UNKNOWN'],
  },
  planning: {
    '000-2': ['OBJECTIVE_NOT_DERIVED_FROM_NEED', 'OBJECTIVE_NOT_SMART', 'OBJECTIVE_DATE_IN_PAST'],
    '000-3': ['PLAN_NOT_READY', 'PLAN_COMPLETED_IMMUTABLE'],
    '000-4': ['PLAN_NOT_TAILORED'],
    '000-5': ['SUPPORTER_IS_LINE_MANAGER', 'SUPERVISION_IS_NOT_COACHING'],
    '000-12': ['CYCLE_PHASE_OUT_OF_ORDER', 'CYCLE_HAS_OPEN_ACTIONS'],
    '000-14': ['SAFEGUARDING_TRAINING_EXPIRED'],
    '001-1': ['GROUP_FULL', 'ALREADY_ENROLLED'],
    '001-2': ['COVERAGE_INCOMPLETE'],
    '001-3': [
      'GRANT_SESSIONS_INCOMPLETE',
      'GRANT_PLAN_NOT_APPROVED',
      'GRANT_ALREADY_RELEASED',
      'GRANT_SELF_APPROVAL',
      'GRANT_SPEND_EXCEEDS_AWARD',
      'GRANT_SPEND_OFF_PLAN',
    ],
    '001-4': ['OUTSIDE_SUBMISSION_WINDOW'],
    '001-7': ['PLAN_LINE_WITHOUT_NEED'],
    '001-12': ['LINEAGE_CYCLE'],
    '002-1': ['APPROACH_RATIONALE_REQUIRED'],
    '002-2': ['OCCASION_UNKNOWN'],
    '002-5': ['TEAM_PLAN_HORIZON', 'TEAM_SKILL_UNCOVERED'],
    '002-6': ['FOCUS_UNKNOWN'],
    '002-7': ['MANAGER_AS_COACH_CONFLICT', 'CONFLICT_REVIEW_OVERDUE'],
    '002-8': ['MENTOR_SAME_UNIT'],
    '002-9': ['OBJECTIVE_NOT_ALIGNED', 'ORG_OBJECTIVE_RETIRED'],
    '002-10': ['PROGRAMME_WITHOUT_SPONSOR'],
    '004-1': ['NO_SERVICE_USER_BENEFIT'],
    '004-2': ['IMPROVEMENT_SELF_ADOPTED'],
    '004-3': ['MENTOR_EXPERTISE_GAP'],
    '004-5': ['EXPECTATIONS_NOT_CONFIRMED', 'SELF_MATCH', 'SUPPORTER_AT_CAPACITY'],
    P2: ['P2_ONE_SIDED_GOAL', 'P2_NO_STRETCH'],
    P5: ['AGREEMENT_IGNORES_POWER', 'AGREEMENT_UNSIGNED_BY'],
    P7: ['P7_PEER_ONLY', 'P7_SPECIALIST_ONLY'],
    '2.1': ['CO_COACHING_WITHOUT_SPECIALIST_SOURCE'],
  },
};

describe('the rules', () => {
  it('are listed as they would be generated now', () => {
    expect(readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8')).toBe(rulesCatalogue());
  });

  it.each(Object.entries(owned))('of %s hold every code that its requirements name, under their row', (service, rows) => {
    const asked = Object.entries(rows).flatMap(([id, codes]) => codes.map((code) => `${id} ${code}`));
    const declared = new Set(rules.filter((rule) => rule.service === service).map(({ id, code }) => `${id} ${code}`));
    expect(asked.filter((rule) => !declared.has(rule))).toEqual([]);
  });

  it.each(Object.keys(owned))('of %s are each provoked through HTTP: refused, warned, or both where the organisation decides', (service) => {
    const own = rules.filter((rule) => rule.service === service);
    console.log(`${service}: ${countOf(own)}`);
    const faults = own.flatMap((rule) => untested(rule).map((fault) => `${rule.code}: ${fault}`));
    expect(faults).toEqual([]);
  });

  it('that the organisation decides are P, and no others are', () => {
    const decided = rules.filter(({ force }) => force === 'P').map(({ code }) => code);
    // One policy decides both whether a manager may coach at all (P) and that nothing of the declaration is missing where they may (H).
    const codes = Object.keys(policies).map((code) => (code === 'MANAGER_AS_COACH_CONFLICT' ? 'SUPPORTER_IS_LINE_MANAGER' : code));
    expect(decided.sort()).toEqual(codes.sort());
  });
});
