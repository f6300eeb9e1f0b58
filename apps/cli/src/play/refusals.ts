import { ipswich, ipswichSessionStarts } from '@cairn/frameworks';
import type { Api } from '../api.js';
import { at, calendar } from './calendar.js';
import { deputies, facilitator, groups, lead, leaders, treasurer, type Player } from './cast.js';
import type { FoundProgramme } from './found.js';
import { seriesPath } from './group-sessions.js';
import { programmePath } from './groups.js';
import { grantPath, planPath } from './training-plans.js';

/**
 * Asks for what must be refused, in any state the finished programme can be in and as often as one likes: nothing of it is recorded. Most of it is asked for
 * deputies, who are not among the 42. Fails when something is not refused, or refused for another reason.
 */
export async function provokeRefusals(api: Api, { programmeId, groupIds }: FoundProgramme): Promise<void> {
  const [first, second] = groupIds as [string, string];
  const { latecomer, early, waived, officer } = deputies;
  const tempted = leaders.at(-1)!;
  const enrolment = (groupId: string) => `${programmePath(programmeId)}/groups/${groupId}/delegates`;
  const approval = (of: Player) => `${planPath(programmeId, of.person)}/approval`;
  const release = (of: Player) => `${grantPath(programmeId, of.person)}/release`;
  const fourth = { startsAt: ipswichSessionStarts(0)[0], minutes: ipswich.design.sessionMinutes, lengthReason: null };

  const provocations: readonly (readonly [code: string, as: Player, path: string, body: object])[] = [
    ['GROUP_FULL', lead, enrolment(groupIds.at(-1)!), { personId: latecomer.person }],
    ['ALREADY_ENROLLED', lead, enrolment(second), { personId: groups[0]!.delegates[0]!.person }],
    ['PROGRAMME_SESSION_LIMIT', facilitator, `${seriesPath(first)}/sessions`, fourth],
    ['PLAN_LINE_WITHOUT_NEED', early, `${planPath(programmeId, early.person)}/lines`, { needId: null, training: 'A course without a reason', pence: 10_000 }],
    ['GRANT_SESSIONS_INCOMPLETE', treasurer, release(early), {}],
    ['GRANT_PLAN_NOT_APPROVED', treasurer, release(waived), {}],
    ['GRANT_SELF_APPROVAL', tempted, approval(tempted), {}],
    ['GRANT_SELF_APPROVAL', officer, approval(leaders[officer.setting!]!), {}],
    ['GRANT_ALREADY_RELEASED', treasurer, release(leaders[0]!), {}],
  ];
  const occurredAt = at(calendar.after);
  for (const [code, as, path, body] of provocations) {
    const problem = await api.as(as).refused(path, body, { occurredAt });
    if (problem.code !== code) throw new Error(`POST ${path} should have been refused with ${code}, and was with ${problem.code}: ${problem.detail}`);
  }
}
