import { AdjustmentAgreed, ObjectiveWithdrawn, ObjectiveWords, SupportSourceAdded, Tailoring, horizons } from '@cairn/contracts/planning';
import type { Basis } from '@cairn/event-sourcing';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Clock, IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { organisationObjective } from '../organisation-objective/organisation-objective.decider.js';
import { planTemplate } from '../plan-template/plan-template.decider.js';
import { AssessedNeeds } from '../read-models/assessed-needs.read-model.js';
import { teamPlan } from '../team-plan/team-plan.decider.js';
import { alignObjective } from './alignment.decider.js';
import { reviseObjective, setObjective, withdrawObjective } from './objectives.decider.js';
import { plan, type PlanDecision } from './plan.decider.js';
import { addSupportSource, agreeAdjustment, recordTailoring, reviseTailoring } from './tailoring.decider.js';

const figure = z.number().finite().nullish();
const words = Object.fromEntries(Object.keys(ObjectiveWords.shape).map((field) => [field, z.string().max(1000).nullish()])) as Record<
  keyof typeof ObjectiveWords.shape,
  z.ZodOptional<z.ZodNullable<z.ZodString>>
>;

/** An objective as far as somebody has come with it: what is missing is understood, and refused by the rule that names the letter. */
export const ObjectiveBody = z.strictObject({
  needIds: z.array(IsUuid.schema).max(20).default([]),
  ...words,
  instrument: z.string().max(120).nullish(),
  unit: z.string().max(60).nullish(),
  baseline: figure,
  target: figure,
  horizon: z.enum(horizons),
  dueOn: z.iso.date().nullish(),
});
const reason = ObjectiveWithdrawn.schema.shape.reason;
export const RevisionBody = ObjectiveBody.extend({ reason });
export const WithdrawalBody = z.strictObject({ reason });
export const AlignmentBody = z.strictObject({ organisationObjectiveId: IsUuid.schema, teamPlanId: IsUuid.schema.nullish() });
export const TailoringBody = Tailoring;
export const TailoringRevisionBody = Tailoring.extend({ reason });
export const SupportSourceBody = SupportSourceAdded.schema.pick({ kind: true, source: true });
export const AdjustmentBody = AdjustmentAgreed.schema.pick({ concerns: true, adjustment: true });

/** What stands in a plan: objectives, tailoring, support, adjustments. */
@Injectable()
export class PlanContentCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
    private readonly needs: AssessedNeeds,
  ) {}

  async setObjective(practitionerId: string, planId: string, body: z.output<typeof ObjectiveBody>, context: CommandContext) {
    const objectiveId = newId(context, 'objective');
    const { writing, basis } = await this.written(planId, body, context);
    return { objectiveId, ...(await this.decided(planId, setObjective({ ...writing, practitionerId, objectiveId }), context, basis)) };
  }

  async reviseObjective(
    { practitionerId, planId, objectiveId }: { practitionerId: string; planId: string; objectiveId: string },
    { reason, ...body }: z.output<typeof RevisionBody>,
    context: CommandContext,
  ) {
    const { writing, basis } = await this.written(planId, body, context);
    return this.decided(planId, reviseObjective({ ...writing, practitionerId, objectiveId, reason }), context, basis);
  }

  withdrawObjective(
    { planId, ...its }: { practitionerId: string; planId: string; objectiveId: string },
    body: z.output<typeof WithdrawalBody>,
    context: CommandContext,
  ) {
    return this.decided(planId, withdrawObjective({ ...its, ...body, by: context.actor }), context);
  }

  async alignObjective(
    { planId, ...its }: { practitionerId: string; planId: string; objectiveId: string },
    { organisationObjectiveId, teamPlanId }: z.output<typeof AlignmentBody>,
    context: CommandContext,
  ) {
    const wanted = await this.streams.load(organisationObjective, context.tenant, organisationObjectiveId);
    const through = teamPlanId ? await this.streams.load(teamPlan, context.tenant, teamPlanId) : null;
    const decision = alignObjective({ ...its, teamPlan: through && through.state, organisationObjective: wanted.state, by: context.actor });
    return this.decided(planId, decision, context, [...wanted.basis, ...(through?.basis ?? [])]);
  }

  async recordTailoring(practitionerId: string, planId: string, tailoring: z.output<typeof TailoringBody>, context: CommandContext) {
    const { template, basis } = await this.templateOf(planId, context.tenant);
    return this.decided(planId, recordTailoring({ practitionerId, tailoring, template, by: context.actor }), context, basis);
  }

  async reviseTailoring(practitionerId: string, planId: string, { reason, ...tailoring }: z.output<typeof TailoringRevisionBody>, context: CommandContext) {
    const { template, basis } = await this.templateOf(planId, context.tenant);
    return this.decided(planId, reviseTailoring({ practitionerId, tailoring, template, reason, by: context.actor }), context, basis);
  }

  async addSupportSource(practitionerId: string, planId: string, body: z.output<typeof SupportSourceBody>, context: CommandContext) {
    const sourceId = newId(context, 'source');
    return { sourceId, ...(await this.decided(planId, addSupportSource({ ...body, practitionerId, sourceId, by: context.actor }), context)) };
  }

  async agreeAdjustment(practitionerId: string, planId: string, body: z.output<typeof AdjustmentBody>, context: CommandContext) {
    const adjustmentId = newId(context, 'adjustment');
    return { adjustmentId, ...(await this.decided(planId, agreeAdjustment({ ...body, practitionerId, adjustmentId, by: context.actor }), context)) };
  }

  private async written(planId: string, { needIds, ...written }: z.output<typeof ObjectiveBody>, context: CommandContext) {
    const [{ needs, basis }, { template, basis: ofTemplate }] = await Promise.all([
      this.needs.among(context.tenant, needIds),
      this.templateOf(planId, context.tenant),
    ]);
    const setOn = (context.occurredAt ?? this.clock.now().toISOString()).slice(0, 10);
    return { writing: { needIds, written, needs, template, setOn, by: context.actor }, basis: [...basis, ...ofTemplate] };
  }

  private async templateOf(planId: string, tenant: string) {
    const { state } = await this.streams.load(plan, tenant, planId);
    if (state.status === 'absent' || state.templateId === null) return { template: null, basis: [] };
    const { state: template, basis } = await this.streams.load(planTemplate, tenant, state.templateId);
    return { template, basis };
  }

  private async decided(planId: string, decision: PlanDecision, context: CommandContext, basis: Basis[] = []) {
    return { planId, ...(await this.streams.transact(plan, planId, decision, context, { basis })) };
  }
}
