import { z } from 'zod';

/** An instant of ISO 8601, as a query names it; without it a query asks about now. */
export const At = z.iso
  .datetime({ offset: true })
  .transform((instant) => new Date(instant).toISOString())
  .optional();
