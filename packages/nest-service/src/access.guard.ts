import { decide, InvalidToken, type Decision, type Identity, type VerifyToken } from '@cairn/access';
import { DomainError } from '@cairn/event-sourcing';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerOf, headerOf } from './caller.js';
import { requirementOf, type Requirement } from './requires.js';

/** Guards every route of every controller: a valid token, and a line of the policy that allows what the route requires. No header, path or body says who asks. */
export class AccessGuard implements CanActivate {
  constructor(private readonly verifyToken: VerifyToken) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const requirement = requirementOf(context.getHandler());
    if (!requirement) throw new Error(`${context.getClass().name}.${context.getHandler().name} has no @Requires`);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { identity, decision } = await this.admit(request, requirement);
    request.caller = callerOf(request, identity, decision);
    return true;
  }

  /** Throws for a caller who may not pass. Reads no body, so it can be asked before there is one. */
  async admit(request: FastifyRequest, { action, dataClass, self }: Requirement): Promise<{ identity: Identity; decision: Decision }> {
    const identity = await this.verifyToken(bearerOf(request));
    const aboutSelf = self !== undefined && (request.params as Record<string, string | undefined>)[self]?.toLowerCase() === identity.person;
    const decision = decide({ roles: identity.roles, self: aboutSelf }, action, dataClass);
    request.tenant = identity.tenant;
    request.rule = decision.rule;
    if (decision.effect === 'deny') throw new DomainError('FORBIDDEN', 'forbidden', `none of your roles may ${action} ${dataClass} here`);
    return { identity, decision };
  }
}

function bearerOf(request: FastifyRequest): string {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
  if (token === undefined) throw new InvalidToken('MISSING');
  return token;
}
