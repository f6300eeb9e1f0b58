import { ipswich } from '@cairn/frameworks';
import { z } from 'zod';
import type { Api } from '../api.js';
import { together } from '../together.js';
import { at, calendar, daysAfter } from './calendar.js';
import { approver, deputies, keyOf, lead, leaders, seeded, treasurer } from './cast.js';
import { programmePath } from './groups.js';
import { themeOf } from './needs.js';

const Anything = z.object({});
const awardPence = ipswich.design.award.pence;

export const planPath = (programmeId: string, personId: string) => `${programmePath(programmeId)}/training-plans/${personId}`;
export const grantPath = (programmeId: string, personId: string) => `${programmePath(programmeId)}/grants/${personId}`;

/** The submission window is opened; each leader writes a plan with one or two lines, each for the need that was found, and hands it in. */
export async function submitPlans(api: Api, programmeId: string, needIds: readonly string[], done: () => void): Promise<void> {
  const { announcedOn, ...window } = calendar.window;
  await api
    .as(lead)
    .post(`${programmePath(programmeId)}/submission-windows`, window, Anything, { key: keyOf('submission-window'), occurredAt: at(announcedOn) });
  await together(leaders, async (leader, index) => {
    const path = planPath(programmeId, leader.person);
    const as = api.as(leader);
    const on = (step: string, time: string) => ({ key: keyOf(step, leader.ref), occurredAt: at(daysAfter(calendar.plans, index % 28), time) });
    await as.post(path, {}, Anything, on('plan', '18:00'));
    for (const [number, line] of linesOf(index).entries())
      await as.post(`${path}/lines`, { ...line, needId: needIds[index] }, Anything, on(`line-${number}`, '18:15'));
    await as.post(`${path}/submission`, {}, Anything, on('submission', '19:00'));
    done();
  });
  const { early } = deputies;
  await api.as(early).post(planPath(programmeId, early.person), {}, Anything, { key: keyOf('plan', early.ref), occurredAt: at(calendar.plans) });
}

/** One line for the whole award, or two that share it. */
function linesOf(index: number): readonly { training: string; pence: number }[] {
  const { training } = themeOf(index);
  if (seeded(0, 2, 'lines', index) > 0) return [{ training, pence: awardPence }];
  const pence = 100 * seeded(300, 700, 'share', index);
  return [
    { training, pence },
    { training: 'A day of peer visits to another setting', pence: awardPence - pence },
  ];
}

/** Each plan is read and approved by a grant officer who neither wrote it nor reports to who did. */
export async function approvePlans(api: Api, programmeId: string, done: () => void): Promise<void> {
  await together(leaders, async ({ person, ref }, index) => {
    const occurredAt = at(daysAfter(calendar.approvals, index % 10), '14:00');
    await api.as(approver).post(`${planPath(programmeId, person)}/approval`, {}, Anything, { key: keyOf('approval', ref), occurredAt });
    done();
  });
}

/** Each leader who attended and whose plan was approved is given the grant; then the window is closed. */
export async function releaseGrants(api: Api, programmeId: string, done: () => void): Promise<void> {
  await together(leaders, async ({ person, ref }, index) => {
    const occurredAt = at(daysAfter(calendar.releases, index % 10), '15:00');
    await api.as(treasurer).post(`${grantPath(programmeId, person)}/release`, {}, Anything, { key: keyOf('release', ref), occurredAt });
    done();
  });
  const { term, closesOn } = calendar.window;
  const closed = { key: keyOf('submission-window-closure'), occurredAt: at(closesOn, '17:00') };
  await api.as(lead).post(`${programmePath(programmeId)}/submission-window-closures`, { term, closedOn: closesOn }, Anything, closed);
}
