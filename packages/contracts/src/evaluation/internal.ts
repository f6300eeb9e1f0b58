import type { EventDefinition } from '@cairn/event-sourcing';

/** Evaluation keeps no event to itself yet. */
export const internal: readonly EventDefinition[] = [];
