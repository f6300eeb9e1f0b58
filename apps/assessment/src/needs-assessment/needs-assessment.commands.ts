import { Evidence, FrameworkItem, NeedIdentified, NeedsAssessmentOpened, NeedWithdrawn } from '@cairn/contracts/assessment';
import type { Basis } from '@cairn/event-sourcing';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Clock, IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { framework } from '../framework/framework.decider.js';
import { inspection } from '../inspection/inspection.decider.js';
import { completeAssessment, identifyNeed, needsAssessment, openAssessment, withdrawNeed, type AssessmentDecision } from './needs-assessment.decider.js';

const { version } = NeedsAssessmentOpened.schema.shape.framework.shape;
export const OpeningBody = z.strictObject({
  practitionerId: IsUuid.schema,
  settingId: IsUuid.schema,
  framework: z.strictObject({ frameworkId: IsUuid.schema, version }),
});
/** A need that cites nothing is understood, and refused by the rule. */
export const NeedBody = z.strictObject({
  statement: NeedIdentified.schema.shape.statement,
  evidence: z.array(Evidence).max(20),
  items: z.array(FrameworkItem.extend({ frameworkId: IsUuid.schema })).max(20),
  inspectionAction: z.strictObject({ inspectionId: IsUuid.schema, actionId: IsUuid.schema }).optional(),
});
export const WithdrawalBody = NeedWithdrawn.schema.pick({ reason: true });

@Injectable()
export class NeedsAssessmentCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
  ) {}

  async open(body: z.output<typeof OpeningBody>, context: CommandContext) {
    const assessmentId = newId(context, 'assessment');
    const day = (context.occurredAt ?? this.clock.now().toISOString()).slice(0, 10);
    const { state, basis } = await this.streams.load(framework, context.tenant, body.framework.frameworkId);
    return this.decided(assessmentId, openAssessment({ assessmentId, ...body }, state, day), context, basis);
  }

  async identifyNeed(assessmentId: string, { inspectionAction, ...cited }: z.output<typeof NeedBody>, context: CommandContext) {
    const needId = newId(context, 'need');
    const used = await this.frameworkOf(assessmentId, context);
    const asked = await this.actionOf(inspectionAction, context);
    const decision = identifyNeed({ assessmentId, needId, ...cited }, used.state, asked.action);
    return { needId, ...(await this.decided(assessmentId, decision, context, [...used.basis, ...asked.basis])) };
  }

  async withdrawNeed(assessmentId: string, needId: string, body: z.output<typeof WithdrawalBody>, context: CommandContext) {
    return { needId, ...(await this.decided(assessmentId, withdrawNeed({ assessmentId, needId, ...body }), context)) };
  }

  complete(assessmentId: string, context: CommandContext) {
    return this.decided(assessmentId, completeAssessment(assessmentId), context);
  }

  /** The framework that an open assessment uses. One that is not open needs none: the decision refuses it. */
  private async frameworkOf(assessmentId: string, { tenant }: CommandContext) {
    const { state } = await this.streams.load(needsAssessment, tenant, assessmentId);
    return state.status === 'open' ? this.streams.load(framework, tenant, state.framework.frameworkId) : { state: framework.initial, basis: [] };
  }

  private async actionOf(named: z.output<typeof NeedBody>['inspectionAction'], { tenant }: CommandContext) {
    if (!named) return { action: undefined, basis: [] };
    const { state, basis } = await this.streams.load(inspection, tenant, named.inspectionId);
    return { action: { ...named, inspection: state }, basis };
  }

  private async decided(assessmentId: string, decision: AssessmentDecision, context: CommandContext, basis: Basis[] = []) {
    return { assessmentId, ...(await this.streams.transact(needsAssessment, assessmentId, decision, context, { basis })) };
  }
}
