import { z } from 'zod';

/** For ids in paths: `@Param('bedId', IsUuid)`. What is no UUID is answered as an id that is unknown; upper case counts as lower case. */
export const IsUuid = { schema: z.uuid().toLowerCase() };

/** The part of a list that is asked for: `@Query({ schema: Page }) page: Page`; with filters, `Page.extend({ ... })`. */
export const Page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export type Page = z.output<typeof Page>;

/** The body of a command that its path says everything about. */
export const Nothing = z.strictObject({});
