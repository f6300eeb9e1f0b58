import { z } from 'zod';
import type { Api } from '../api.js';
import { administrator, auditor, lead } from './cast.js';
import type { FoundProgramme } from './found.js';
import { construct, Measured } from './measures.js';

const Total = z.object({ total: z.int() });
const Progress = z.object({
  groups: z.int(),
  largestGroup: z.int(),
  groupSessions: z.int(),
  facilitatorHours: z.number(),
  delegateHours: z.number(),
  trainingPlansSubmitted: z.int(),
  trainingPlansApproved: z.int(),
  grantsReleased: z.int(),
});

/** What a programme lead reports: every number is an answer of the services, none is counted here. */
export async function readFigures(api: Api, { programmeId, organisationId }: FoundProgramme) {
  const [settings, managers, progress, events, resilience] = await Promise.all([
    api.as(administrator).get(`/api/directory/settings?organisationId=${organisationId}&limit=1`, Total),
    api.as(administrator).get('/api/directory/people?role=setting-leader&limit=1', Total),
    api.as(lead).get(`/api/history/programmes/${programmeId}/progress`, Progress),
    api.as(auditor).get('/api/history/events', Total),
    api.as(lead).get(`/api/evaluation/programmes/${programmeId}/constructs/${construct}`, Measured),
  ]);
  return { figures: { settings: settings.total, managers: managers.total, ...progress, events: events.total }, resilience };
}
export type Figures = Awaited<ReturnType<typeof readFigures>>['figures'];
export type Resilience = z.output<typeof Measured>;
