import { leadershipUnit } from '@cairn/frameworks';
import { z } from 'zod';
import type { Api } from '../api.js';
import { together } from '../together.js';
import { at, calendar, daysAfter } from './calendar.js';
import { assessor, keyOf, lead, leaders, seeded } from './cast.js';
import { settingOf, type Place } from './organisation.js';

const Framework = z.object({ frameworkId: z.uuid() });
const Inspection = z.object({ inspectionId: z.uuid(), actionIds: z.array(z.uuid()) });
const Assessment = z.object({ assessmentId: z.uuid() });
const Need = z.object({ needId: z.uuid() });
const Anything = z.object({});

/** What inspectors asked for, what the leader makes of it, and the training that may answer it. */
export const themes = [
  {
    item: 'LT4',
    action: 'Make changes with the staff team and check that they last.',
    need: 'Leading change with a team that has seen much of it',
    training: 'Leading change in small settings',
  },
  {
    item: 'LT6',
    action: 'Support the wellbeing of staff so that they can support the children.',
    need: 'Keeping a team resilient through a hard year',
    training: 'Mental health first aid',
  },
  {
    item: 'LT3',
    action: 'Use supervision and peer observation to improve teaching.',
    need: 'Giving feedback that colleagues can use',
    training: 'Coaching conversations',
  },
  {
    item: 'LT5',
    action: 'Help staff to support early language.',
    need: 'Confidence with literacy and keeping a portfolio',
    training: 'Early language for practitioners',
  },
] as const;
export const themeOf = (index: number) => themes[seeded(0, themes.length - 1, 'theme', index)]!;

const grades = ['outstanding', 'good', 'requires improvement'] as const;

/** A need for each leader, in the order of the cast: from an inspection's action, against a framework version, in a completed assessment. */
export async function assessNeeds(api: Api, place: Place, done: () => void): Promise<readonly string[]> {
  const frameworkId = await publishFramework(api);
  return together(leaders, async (_, index) => {
    const needId = await assessNeed(api, place, frameworkId, index);
    done();
    return needId;
  });
}

async function publishFramework(api: Api): Promise<string> {
  const { framework, version } = leadershipUnit;
  const occurredAt = at(version.inForceFrom);
  const { frameworkId } = await api.as(lead).post('/api/assessment/frameworks', framework, Framework, { key: keyOf('framework'), occurredAt });
  await api.as(lead).post(`/api/assessment/frameworks/${frameworkId}/versions`, version, Anything, { key: keyOf('framework-version'), occurredAt });
  return frameworkId;
}

async function assessNeed(api: Api, place: Place, frameworkId: string, index: number): Promise<string> {
  const { person: practitionerId } = leaders[index]!;
  const settingId = settingOf(place, leaders[index]!);
  const { item, action, need } = themeOf(index);
  const { version } = leadershipUnit.version;
  const as = api.as(assessor);

  const inspectedOn = daysAfter(calendar.inspections.from, seeded(0, calendar.inspections.days, 'inspected', index));
  const overall = { area: 'overall effectiveness', grade: grades[seeded(0, 2, 'grade', index)] };
  const inspection = { settingId, regulator: 'ofsted', scale: 'ofsted-four-grades', inspectedOn, grades: [overall], actions: [{ recommendation: action }] };
  const found = await as.post('/api/assessment/inspections', inspection, Inspection, { key: keyOf('inspection', index), occurredAt: at(inspectedOn, '16:00') });

  const on = (step: string, time: string) => ({ key: keyOf(step, index), occurredAt: at(daysAfter(calendar.assessments, index % 20), time) });
  const opened = { practitionerId, settingId, framework: { frameworkId, version } };
  const { assessmentId } = await as.post('/api/assessment/needs-assessments', opened, Assessment, on('assessment', '09:00'));
  const identified = {
    statement: need,
    evidence: [{ kind: 'inspection', reference: found.inspectionId }],
    items: [{ frameworkId, version, code: item }],
    inspectionAction: { inspectionId: found.inspectionId, actionId: found.actionIds[0] },
  };
  const path = `/api/assessment/needs-assessments/${assessmentId}`;
  const { needId } = await as.post(`${path}/needs`, identified, Need, on('need', '10:00'));
  await as.post(`${path}/completion`, {}, Anything, on('completion', '11:00'));
  return needId;
}
