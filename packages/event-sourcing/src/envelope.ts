import { z } from 'zod';

/** Who did it, in which of their roles. A process acts under its own name, on behalf of whoever caused it. */
export const ActorSchema = z.object({ person: z.string(), role: z.string(), onBehalfOf: z.string().optional() });
export type Actor = z.output<typeof ActorSchema>;

/** What a decision had seen of another stream: lets an auditor tell "wrongly approved" from "approved before it knew". */
export const BasisSchema = z.object({ stream: z.string(), revision: z.string() });
export type Basis = z.output<typeof BasisSchema>;

/** The metadata of every event. Instants are ISO 8601 in UTC with milliseconds; revisions travel as strings. */
export const EnvelopeSchema = z.object({
  id: z.uuid(),
  type: z.string(),
  schemaVersion: z.int().positive(),
  tenant: z.string(),
  setting: z.uuid().optional(),
  /** Random ids of the people whom the event is about. */
  subjects: z.array(z.uuid()),
  actor: ActorSchema,
  /** When it was true. */
  occurredAt: z.iso.datetime(),
  /** When we learned it: the server's clock, never simulated. */
  recordedAt: z.iso.datetime(),
  correlationId: z.string(),
  causationId: z.string(),
  commandId: z.uuid(),
  /** HMAC-SHA256 of the request's body, keyed with its Idempotency-Key (which is stored nowhere): tells a retry from a reuse of the key. */
  commandDigest: z.string().optional(),
  basis: z.array(BasisSchema),
  policyVersion: z.string().optional(),
});
export type Envelope = z.output<typeof EnvelopeSchema>;
