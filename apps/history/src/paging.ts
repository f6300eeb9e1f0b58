import { z } from 'zod';

const limit = z.coerce.number().int().min(1).max(500).default(100);

/** The part of a list that is asked for. */
export const Page = z.strictObject({ limit, offset: z.coerce.number().int().min(0).default(0) });

/** The part of a chronicle that is asked for: entries after a position. */
export const After = z.strictObject({ limit, after: z.coerce.number().int().min(-1).default(-1) });
