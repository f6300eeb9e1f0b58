import { createHmac, randomUUID } from 'node:crypto';
import { mayRecordRetrospectively, type Decision, type Identity } from '@cairn/access';
import { DomainError } from '@cairn/event-sourcing';
import { canonicalJson, type CommandContext } from '@cairn/event-store';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { malformed } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    correlationId: string;
    /** Whose data the verified token opens. */
    tenant?: string;
    /** Set once the caller has been let in. */
    caller?: Caller;
    /** The line of the policy that let them in or turned them away. */
    rule?: string;
  }
}

/** Who makes the request, as a command wants to know it: hand it to `transact` as it is. */
export interface Caller extends CommandContext {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/** Injects the {@link Caller} into a route. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller);

/** Sets apart the command ids of HTTP requests from every other UUIDv5. Changing it makes recorded commands unknown: never do. */
const namespace = 'b6a7c2f0-3b1e-5a0d-9c47-0d5e4f7a1c52';
const IdempotencyKey = z.string().regex(/^[\x20-\x7e]{1,255}$/);
const OccurredAt = z.iso.datetime({ offset: true });

/**
 * The caller of a request that may pass. `Idempotency-Key` names the command, so that the same request sent again is the same command; without it every
 * request is a new one. `Cairn-Occurred-At` dates it, for those who may record in retrospect.
 */
export function callerOf(request: FastifyRequest, identity: Identity, { role }: Decision): Caller {
  const { person, tenant, roles, permissions } = identity;
  const command = commandOf(request, identity);
  const occurredAt = occurredAtOf(request, identity);
  return {
    tenant,
    actor: { person, role: role ?? 'none' },
    correlationId: request.correlationId,
    causationId: command.commandId,
    ...command,
    ...(occurredAt !== undefined && { occurredAt }),
    roles,
    permissions,
  };
}

function commandOf(request: FastifyRequest, { tenant, person }: Identity): Pick<CommandContext, 'commandId' | 'commandDigest'> {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined || isRead(request)) return { commandId: randomUUID() };
  if (!IdempotencyKey.safeParse(key).success) throw malformed('IDEMPOTENCY_KEY', 'Idempotency-Key takes 1 to 255 printable characters', 'Idempotency-Key');
  const path = request.url.split('?', 1)[0];
  const commandId = uuidv5(JSON.stringify([tenant, person, request.method, path, key]), namespace);
  // Keyed with what is stored nowhere, so that nobody can try out bodies against the stored digest.
  const digest = createHmac('sha256', key)
    .update(canonicalJson(request.body ?? null, 'body'))
    .digest();
  return { commandId, commandDigest: digest.subarray(0, 16).toString('base64url') };
}

function occurredAtOf(request: FastifyRequest, identity: Identity): string | undefined {
  const value = headerOf(request, 'cairn-occurred-at');
  if (value === undefined || isRead(request)) return undefined;
  if (!OccurredAt.safeParse(value).success)
    throw malformed('OCCURRED_AT', 'Cairn-Occurred-At takes an instant of ISO 8601, such as 2019-05-13T09:00:00Z', 'Cairn-Occurred-At');
  if (!mayRecordRetrospectively(identity))
    throw new DomainError('FORBIDDEN', 'forbidden', 'recording in retrospect needs the permission record-retrospectively');
  return new Date(value).toISOString();
}

/** Whether the same request, sent again, does nothing more than once: it changes nothing, or its key says which command it is. */
export const isRepeatable = (request: FastifyRequest): boolean => isRead(request) || headerOf(request, 'idempotency-key') !== undefined;

const isRead = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD';

/** A header that is sent at most once: several are one value with commas, as HTTP has it. */
export function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
