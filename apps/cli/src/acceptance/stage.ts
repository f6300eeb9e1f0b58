import type { LoopbackPerson } from '@cairn/access/loopback-issuer';
import { ipswich } from '@cairn/frameworks';
import { z } from 'zod';
import type { Api } from '../api.js';
import { together } from '../together.js';
import { person } from './scenario.js';

const Anything = z.object({});
const id = <K extends string>(key: K) => z.object({ [key]: z.uuid() } as Record<K, z.ZodUUID>);

/** Those who run a programme, by what they do in it. */
export const staffOf = (scenario: string) => ({
  admin: person(scenario, 'admin', 'admin'),
  lead: person(scenario, 'lead', 'programme-lead'),
  facilitator: person(scenario, 'facilitator', 'supporter'),
  officer: person(scenario, 'officer', 'grant-officer'),
  assessor: person(scenario, 'assessor', 'observer'),
  auditor: person(scenario, 'auditor', 'auditor'),
});
export type Staff = ReturnType<typeof staffOf>;

/** An organisation in which each of the people works at a setting of their own. */
export async function organisationOf(api: Api, { admin }: Staff, people: readonly LoopbackPerson[]) {
  const as = api.as(admin);
  const { organisationId } = await as.post('/api/directory/organisations', { name: 'A care group' }, id('organisationId'));
  const settingIds = await together(people, async (who, index) => {
    const setting = { name: `Setting ${index + 1}`, kind: 'private', region: null };
    const { settingId } = await as.post(`/api/directory/organisations/${organisationId}/settings`, setting, id('settingId'));
    return settingId;
  });
  api.settle();
  await together(people, (who, index) => as.post(`/api/directory/people/${who.person}`, { name: who.ref, settingId: settingIds[index] }, Anything));
  api.settle();
  return { organisationId, settingIds };
}

/** A programme of the Ipswich design, with a group of each name. */
export async function programmeOf(api: Api, { lead }: Staff, organisationId: string, names: readonly string[]) {
  const as = api.as(lead);
  const { programmeId } = await as.post('/api/planning/programmes', { ...ipswich.design, organisationId }, id('programmeId'));
  const path = `/api/planning/programmes/${programmeId}`;
  const groupIds: string[] = [];
  for (const name of names) groupIds.push((await as.post(`${path}/groups`, { name }, id('groupId'))).groupId);
  api.settle();
  return { programmeId, path, groupIds };
}

/** One session of a group: scheduled, held on a day, and attended. */
export async function sessionOf(api: Api, { facilitator }: Staff, groupId: string, heldAt: string, present: readonly LoopbackPerson[]): Promise<void> {
  const as = api.as(facilitator);
  const minutes = ipswich.design.sessionMinutes;
  const path = `/api/sessions/groups/${groupId}/sessions`;
  const { sessionId } = await as.post(path, { startsAt: heldAt, minutes, lengthReason: null }, id('sessionId'));
  await as.post(`${path}/${sessionId}/holding`, { heldAt, minutes }, Anything);
  await as.post(`${path}/${sessionId}/attendance`, { present: present.map((who) => who.person) }, Anything);
}

/** A need of a practitioner, found in a completed assessment. */
export async function needOf(api: Api, { lead, assessor }: Staff, practitionerId: string, settingId: string): Promise<string> {
  const items = [{ code: 'N1', statement: 'Leads a change.' }];
  const { frameworkId } = await api.as(lead).post('/api/assessment/frameworks', { title: 'Leading', creator: 'Nobody' }, id('frameworkId'));
  const version = { version: '1', jurisdiction: 'England', inForceFrom: '2018-01-01', inForceUntil: null, items };
  await api.as(lead).post(`/api/assessment/frameworks/${frameworkId}/versions`, version, Anything);
  const as = api.as(assessor);
  const opened = { practitionerId, settingId, framework: { frameworkId, version: '1' } };
  const { assessmentId } = await as.post('/api/assessment/needs-assessments', opened, id('assessmentId'));
  const need = {
    statement: 'Leading a change',
    evidence: [{ kind: 'self-assessment', reference: 'a conversation' }],
    items: [{ frameworkId, version: '1', code: 'N1' }],
  };
  const { needId } = await as.post(`/api/assessment/needs-assessments/${assessmentId}/needs`, need, id('needId'));
  await as.post(`/api/assessment/needs-assessments/${assessmentId}/completion`, {}, Anything);
  api.settle();
  return needId;
}

/** A mentoring between the two, its learning agreement signed by both. */
export async function pairOf(api: Api, { lead }: Staff, organisationId: string, practitioner: LoopbackPerson, supporter: LoopbackPerson) {
  const as = api.as(lead);
  const engagement = {
    ...{ organisationId, practitionerId: practitioner.person, supporterId: supporter.person, approach: 'mentoring' },
    ...{ criteria: ['purpose'], rationale: 'A first leadership post.', occasion: 'promotion-and-development', focus: 'development' },
  };
  const { engagementId } = await as.post('/api/planning/engagements', engagement, id('engagementId'));
  const path = `/api/planning/engagements/${engagementId}`;
  const terms = {
    ...{ purpose: 'To grow into the post', boundaries: 'Work only', confidentialityLimits: 'Safeguarding, harm, the law', groundRules: 'On time' },
    ...{ powerStatement: 'The mentor has no say in appraisal', dataSharing: 'Dates only', endTerms: 'Either may end it', reviewOn: '2099-12-01' },
  };
  await as.post(`${path}/agreement`, terms, Anything);
  for (const who of [practitioner, supporter]) await api.as(who).post(`${path}/parties/${who.person}/agreement/signature`, { version: 1 }, Anything);
  api.settle();
  return { engagementId, path };
}

/** A plan of the pair, drafted by its supporter. */
export async function draftedPlan(
  api: Api,
  {
    practitioner,
    supporter,
    ...draft
  }: { engagementId: string; practitioner: LoopbackPerson; supporter: LoopbackPerson; serviceUserBenefit?: string; templateId?: string },
) {
  const plans = `/api/planning/people/${practitioner.person}/plans`;
  const body = { serviceUserBenefit: 'Children play outside every day.', ...draft };
  const { planId } = await api.as(supporter).post(plans, body, id('planId'));
  api.settle();
  return { planId, path: `${plans}/${planId}` };
}

/** An objective that lacks nothing. */
export const smartObjective = (needIds: readonly string[]) => ({
  needIds,
  ...{ statement: 'Lead outdoor play', difference: 'Children plan their own play', currentLevel: 'Joins play that others have begun' },
  ...{ support: 'Two sessions of modelling', stretch: 'Beginning play alone' },
  ...{ personalReason: 'Wants to lead a room', organisationalReason: 'The plan for outdoor learning' },
  ...{ instrument: 'transitions without prompting, of 8', baseline: 3, target: 7, horizon: 'short-term', dueOn: '2099-12-18' },
});
