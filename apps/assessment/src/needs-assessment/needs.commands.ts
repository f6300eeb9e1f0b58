import { Evidence, FrameworkItem, NeedIdentified, NeedMet, NeedPrioritised, NeedWithdrawn } from '@cairn/contracts/assessment';
import { NeedStatementCorrected } from '@cairn/contracts/assessment/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { inspection } from '../inspection/inspection.decider.js';
import { AssessmentStreams } from './assessment-streams.js';
import { correctStanding, correctStatement } from './corrections.decider.js';
import { meetNeed, need } from './need.decider.js';
import { needsAssessment, type AssessmentDecision } from './needs-assessment.decider.js';
import { identifyNeed, markPrerequisite, prioritiseNeed, withdrawNeed } from './needs.decider.js';

/** A need that cites nothing is understood, and refused by the rule. */
export const NeedBody = z.strictObject({
  statement: NeedIdentified.schema.shape.statement,
  evidence: z.array(Evidence).max(20).default([]),
  evidenceIds: z.array(IsUuid.schema).max(20).default([]),
  items: z
    .array(FrameworkItem.extend({ frameworkId: IsUuid.schema }))
    .max(20)
    .default([]),
  inspectionAction: z.strictObject({ inspectionId: IsUuid.schema, actionId: IsUuid.schema }).optional(),
});
export const PriorityBody = z.strictObject({ priority: NeedPrioritised.schema.shape.to });
export const PrerequisiteBody = z.strictObject({ enablerId: IsUuid.schema });
export const WithdrawalBody = NeedWithdrawn.schema.pick({ reason: true });
export const StatementBody = NeedStatementCorrected.schema.pick({ statement: true, reason: true });
export const StandingBody = NeedStatementCorrected.schema.pick({ reason: true });
export const MetBody = z.strictObject({ metOn: NeedMet.schema.shape.metOn, evidence: z.array(Evidence).max(20).default([]) });

@Injectable()
export class NeedCommands {
  constructor(
    private readonly streams: Streams,
    private readonly assessments: AssessmentStreams,
  ) {}

  async identify(assessmentId: string, { inspectionAction, ...cited }: z.output<typeof NeedBody>, context: CommandContext) {
    const needId = newId(context, 'need');
    const used = await this.assessments.frameworkOf(assessmentId, context);
    const asked = await this.actionOf(inspectionAction, context);
    const decision = identifyNeed({ assessmentId, needId, ...cited }, used.state, asked.action);
    return { needId, ...(await this.assessments.decided(assessmentId, decision, context, [...used.basis, ...asked.basis])) };
  }

  prioritise(assessmentId: string, needId: string, body: z.output<typeof PriorityBody>, context: CommandContext) {
    return this.decided(assessmentId, needId, prioritiseNeed({ assessmentId, needId, ...body }), context);
  }

  markPrerequisite(assessmentId: string, targetId: string, body: z.output<typeof PrerequisiteBody>, context: CommandContext) {
    return this.decided(assessmentId, targetId, markPrerequisite({ assessmentId, targetId, ...body }), context);
  }

  withdraw(assessmentId: string, needId: string, body: z.output<typeof WithdrawalBody>, context: CommandContext) {
    return this.decided(assessmentId, needId, withdrawNeed({ assessmentId, needId, ...body }), context);
  }

  correctStatement(assessmentId: string, needId: string, body: z.output<typeof StatementBody>, context: CommandContext) {
    return this.decided(assessmentId, needId, correctStatement({ assessmentId, needId, ...body }), context);
  }

  correctStanding(assessmentId: string, needId: string, body: z.output<typeof StandingBody>, context: CommandContext) {
    return this.decided(assessmentId, needId, correctStanding({ assessmentId, needId, ...body }), context);
  }

  async meet(assessmentId: string, needId: string, body: z.output<typeof MetBody>, context: CommandContext) {
    const { state: assessment, basis } = await this.streams.load(needsAssessment, context.tenant, assessmentId);
    const decision = meetNeed({ assessmentId, needId, ...body }, { assessment, day: this.assessments.day(context) });
    return { assessmentId, needId, ...(await this.streams.transact(need, needId, decision, context, { basis })) };
  }

  private async actionOf(named: z.output<typeof NeedBody>['inspectionAction'], { tenant }: CommandContext) {
    if (!named) return { action: undefined, basis: [] };
    const { state, basis } = await this.streams.load(inspection, tenant, named.inspectionId);
    return { action: { ...named, inspection: state }, basis };
  }

  private async decided(assessmentId: string, needId: string, decision: AssessmentDecision, context: CommandContext) {
    return { needId, ...(await this.assessments.decided(assessmentId, decision, context)) };
  }
}
