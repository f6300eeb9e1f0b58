import { groupsFill } from './s01-groups-fill.js';
import { grantGate } from './s02-grant-gate.js';
import { smartObjectives } from './s03-smart-objectives.js';
import { coachingOwnReport } from './s07-coaching-own-report.js';
import { approachRationale } from './s08-approach-rationale.js';
import { untouchedTemplate } from './s12-untouched-template.js';
import type { Scenario } from './scenario.js';

/** Every acceptance scenario, in the order of its id. */
export const scenarios: readonly Scenario[] = [groupsFill, grantGate, smartObjectives, coachingOwnReport, approachRationale, untouchedTemplate];
