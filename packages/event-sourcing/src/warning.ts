import { z } from 'zod';
import type { DomainError } from './domain-error.js';
import type { DataOf, EventDefinition } from './event.js';
import { setting, subject } from './marks.js';

/** What every warning holds: the rule that found something, its sentence, and whose task it is to look at it. Never confidential text. */
export const warningShape = {
  code: z.string().regex(/^[A-Z][A-Z0-9_]{2,59}$/),
  detail: z.string().min(1).max(1000),
  /** What it was found on: a noun, and its id. */
  about: z.strictObject({ kind: z.string().min(1).max(40), id: z.uuid() }),
  personId: subject().nullable(),
  settingId: setting().nullable(),
  /** A role, or one person in it. */
  taskFor: z.strictObject({ role: z.string().min(1).max(40), personId: subject().nullable() }),
};
/** A service's own event for its warnings: `defineEvent('PlanningWarningRaised', 1, warningShape, …)`. It stands in the stream that it is about; the id of the event is the id of the task. */
export type WarningDefinition = EventDefinition<string, z.ZodObject<typeof warningShape, z.core.$strict>>;

/** What a task holds that somebody has closed: `defineEvent('PlanningTaskCompleted', 1, completionShape, …)`. */
export const completionShape = { taskId: z.uuid(), outcome: z.enum(['done', 'not-needed']) };
export type CompletionDefinition = EventDefinition<string, z.ZodObject<typeof completionShape, z.core.$strict>>;

/** The data of a warning from its rule: `PlanningWarningRaised(warned(CoverageIncomplete(3, 42), { … }))`. */
export const warned = (
  { code, message }: DomainError,
  {
    personId = null,
    settingId = null,
    taskFor,
    about,
  }: Partial<Pick<DataOf<WarningDefinition>, 'personId' | 'settingId'>> & Pick<DataOf<WarningDefinition>, 'about' | 'taskFor'>,
): DataOf<WarningDefinition> => ({ code, detail: message, about, personId, settingId, taskFor });
