import type { EventDefinition } from '@cairn/event-sourcing';

/** Directory keeps no event to itself yet: everyone needs to know who stood where. */
export const internal: readonly EventDefinition[] = [];
