import { TrainingPlanReturned } from '@cairn/contracts/planning';
import { TrainingPlanLineAdded } from '@cairn/contracts/planning/internal';
import type { Basis } from '@cairn/event-sourcing';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Clock, IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { existing, programme } from '../programme/programme.decider.js';
import { AssessedNeeds } from '../read-models/assessed-needs.read-model.js';
import { Policies } from '../read-models/policies.read-model.js';
import { ReportingLines } from '../read-models/reporting-lines.read-model.js';
import { trainingPlanId } from '../stream-ids.js';
import {
  addTrainingPlanLine,
  approveTrainingPlan,
  draftTrainingPlan,
  returnTrainingPlan,
  submitTrainingPlan,
  trainingPlan,
  type TrainingPlanDecision,
} from './training-plan.decider.js';

const line = TrainingPlanLineAdded.schema.shape;

/** A line without a need is understood, and refused by the rule. */
export const LineBody = z.strictObject({ needId: IsUuid.schema.nullish(), training: line.training, pence: line.pence });
export const ReturnBody = TrainingPlanReturned.schema.pick({ reason: true });

@Injectable()
export class TrainingPlanCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
    private readonly needs: AssessedNeeds,
    private readonly reportingLines: ReportingLines,
    private readonly policies: Policies,
  ) {}

  async draft(programmeId: string, personId: string, context: CommandContext) {
    const { state, basis } = await this.streams.load(programme, context.tenant, programmeId);
    const plan = { planId: trainingPlanId(programmeId, personId), programmeId, personId };
    return this.decided(plan, draftTrainingPlan({ ...plan, programme: existing(state) }), context, basis);
  }

  async addLine(programmeId: string, personId: string, { needId, ...line }: z.output<typeof LineBody>, context: CommandContext) {
    const need = await this.needs.of(context.tenant, needId ?? null);
    const basis = need ? [{ stream: need.stream, revision: need.revision }] : [];
    const plan = { planId: trainingPlanId(programmeId, personId), personId };
    const lineId = newId(context, 'line');
    return { lineId, ...(await this.decided(plan, addTrainingPlanLine({ ...plan, ...line, lineId, need }), context, basis)) };
  }

  async submit(programmeId: string, personId: string, context: CommandContext) {
    const { state, basis } = await this.streams.load(programme, context.tenant, programmeId);
    const submittedOn = (context.occurredAt ?? this.clock.now().toISOString()).slice(0, 10);
    const plan = { planId: trainingPlanId(programmeId, personId), personId };
    const choices = await this.policies.inForce(context.tenant);
    const submission = { submittedBy: context.actor.person, submittedOn, programme: existing(state), policy: choices.of('OUTSIDE_SUBMISSION_WINDOW') };
    return this.decided(plan, submitTrainingPlan(submission), { ...context, policyVersion: choices.version }, basis);
  }

  return(programmeId: string, personId: string, body: z.output<typeof ReturnBody>, context: CommandContext) {
    const plan = { planId: trainingPlanId(programmeId, personId), personId };
    return this.decided(plan, returnTrainingPlan({ ...body, returnedBy: context.actor.person }), context);
  }

  async approve(programmeId: string, personId: string, context: CommandContext) {
    const { state, basis } = await this.streams.load(programme, context.tenant, programmeId);
    const reporting = await this.reportingLines.of(context.tenant, existing(state).design.organisationId);
    const plan = { planId: trainingPlanId(programmeId, personId), personId };
    const decision = approveTrainingPlan({ personId, approvedBy: context.actor.person, reportingLines: reporting.lines });
    return this.decided(plan, decision, context, [...basis, ...reporting.basis]);
  }

  private async decided(plan: { planId: string; personId: string }, decision: TrainingPlanDecision, context: CommandContext, basis: Basis[] = []) {
    const { planId, personId } = plan;
    return { planId, personId, ...(await this.streams.transact(trainingPlan, planId, decision, context, { basis })) };
  }
}
