import { z } from 'zod';
import type { Api } from '../api.js';
import { together } from '../together.js';
import { at, calendar, daysAfter } from './calendar.js';
import { keyOf, leaders, seeded } from './cast.js';

const Anything = z.object({});

export const construct = 'resilience';
const scale = { lowest: 6, highest: 30 };
const scores = {
  before: (index: number) => seeded(12, 20, 'before', index),
  after: (index: number) => scores.before(index) + seeded(-2, 9, 'change', index),
} as const;

/** Each leader answers the same questionnaire before the programme and after it. The scores are made up. */
export async function measureResilience(api: Api, programmeId: string, occasion: 'before' | 'after', done: () => void): Promise<void> {
  await together(leaders, async (leader, index) => {
    const path = `/api/evaluation/programmes/${programmeId}/people/${leader.person}/constructs/${construct}/measurements`;
    const measured = { instrument: 'resilience questionnaire 1', occasion, score: scores[occasion](index), scale };
    const occurredAt = at(daysAfter(calendar[occasion], index % 4), '19:30');
    await api.as(leader).post(path, measured, Anything, { key: keyOf('measurement', occasion, leader.ref), occurredAt });
    done();
  });
}

const Summary = z.object({ people: z.int(), mean: z.number().nullable() });
/** What the services make of the measurements. */
export const Measured = z.object({
  before: Summary,
  after: Summary,
  paired: z.object({
    people: z.int(),
    meanChange: z.number().nullable(),
    improved: z.int().nullable(),
    unchanged: z.int().nullable(),
    worse: z.int().nullable(),
  }),
});
