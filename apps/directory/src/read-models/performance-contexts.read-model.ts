import { PerformanceContextShared } from '@cairn/contracts/directory/internal';
import { sealedValue } from '@cairn/event-sourcing';
import { defineReadModel, type RowOf } from '@cairn/projections';
import { z } from 'zod';

/** "What has this person shared about how they are doing at work?" One row per text, sealed; at most one batch behind. */
export const performanceContexts = defineReadModel({
  name: 'performance-contexts',
  version: 1,
  row: z.object({ contextId: z.uuid(), personId: z.uuid(), context: sealedValue(), sharedAt: z.iso.datetime() }),
  indexes: [['personId']],
  on: (when) => [
    when(
      PerformanceContextShared,
      ({ data }) => data.contextId,
      (_, { data: { contextId, personId, context }, metadata }) => ({ contextId, personId, context, sharedAt: metadata.occurredAt }),
    ),
  ],
});
export type PerformanceContextRow = RowOf<typeof performanceContexts>;
