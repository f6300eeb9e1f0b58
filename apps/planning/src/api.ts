import { DomainError } from '@cairn/event-sourcing';
import { z } from 'zod';

/** The part of a list that is asked for. */
export const Page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export type Page = z.output<typeof Page>;

/** The body of a command that its path says everything about. */
export const Nothing = z.strictObject({});

/** One sentence whatever the reason: a record of another tenant is as unknown as one that never was. */
export const notFound = (what: string): never => {
  throw new DomainError('NOT_FOUND', 'not-found', `No ${what}.`);
};
