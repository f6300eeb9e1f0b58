import { z } from 'zod';
import type { Api } from '../api.js';
import { groups, lead, leaders, programmeTitle } from './cast.js';
import { programmePath } from './groups.js';
import { construct, Measured } from './measures.js';

const Programmes = z.object({ items: z.array(z.object({ programmeId: z.uuid(), organisationId: z.uuid(), title: z.string() })) });
const Groups = z.object({ items: z.array(z.object({ groupId: z.uuid(), name: z.string() })) });

/** The programme as the services have it. */
export interface FoundProgramme {
  readonly programmeId: string;
  readonly organisationId: string;
  /** In the order of the cast's groups. */
  readonly groupIds: readonly string[];
  /** The last step of the play has been taken, and so every step before it. */
  readonly complete: boolean;
}

/** The programme of the play in the services' own words; undefined while nobody has designed it. */
export async function findProgramme(api: Api): Promise<FoundProgramme | undefined> {
  const as = api.as(lead);
  const { items: programmes } = await as.get('/api/planning/programmes?limit=500', Programmes);
  const found = programmes.find(({ title }) => title === programmeTitle);
  if (!found) return undefined;
  const { programmeId, organisationId } = found;
  const { items } = await as.get(`${programmePath(programmeId)}/groups?limit=500`, Groups);
  const groupIds = groups.flatMap(({ name }) => items.filter((group) => group.name === name).map(({ groupId }) => groupId));
  const { after } = await as.get(`/api/evaluation/programmes/${programmeId}/constructs/${construct}`, Measured);
  return { programmeId, organisationId, groupIds, complete: groupIds.length === groups.length && after.people >= leaders.length };
}
