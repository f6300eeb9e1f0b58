import { PlanClosedEarly, PlanCorrected } from '@cairn/contracts/planning';
import type { Basis } from '@cairn/event-sourcing';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { agreement } from '../agreement/agreement.decider.js';
import { engagement } from '../engagement/engagement.decider.js';
import { planTemplate, publishedTemplate } from '../plan-template/plan-template.decider.js';
import { People } from '../read-models/people.read-model.js';
import { Policies } from '../read-models/policies.read-model.js';
import { activatePlan, agreePlan, closePlanEarly, completePlan, correctPlan, pausePlan, resumePlan } from './plan-lifecycle.decider.js';
import { draftPlan, existing, plan, type PlanDecision } from './plan.decider.js';

/** An empty benefit is understood, and refused by the rule. */
export const DraftBody = z.strictObject({
  engagementId: IsUuid.schema,
  /** For a co-coaching of three and more. */
  supporterId: IsUuid.schema.nullish(),
  serviceUserBenefit: z.string().max(2000).default(''),
  templateId: IsUuid.schema.nullish(),
});
export const AgreementBody = z.strictObject({ contentRevision: z.int().min(0) });
export const ReasonBody = PlanClosedEarly.schema.pick({ reason: true });
export const CorrectionBody = PlanCorrected.schema.pick({ corrects: true, field: true, from: true, to: true, reason: true });

/** The course of a plan, from its draft to its end. */
@Injectable()
export class PlanCommands {
  constructor(
    private readonly streams: Streams,
    private readonly people: People,
    private readonly policies: Policies,
  ) {}

  async draft(practitionerId: string, body: z.output<typeof DraftBody>, context: CommandContext) {
    const { engagementId, templateId, supporterId = null, serviceUserBenefit } = body;
    const settingId = await this.people.settingOf(context.tenant, practitionerId);
    const { state, basis } = await this.streams.load(engagement, context.tenant, engagementId);
    const from = templateId ? await this.streams.load(planTemplate, context.tenant, templateId) : null;
    const template = from && publishedTemplate(from.state);
    const planId = newId(context, 'plan');
    const draft = { planId, practitionerId, supporterId, settingId, serviceUserBenefit, engagement: state, template };
    return this.decided(planId, draftPlan({ ...draft, by: context.actor }), context, [...basis, ...(from?.basis ?? [])]);
  }

  agree(practitionerId: string, planId: string, body: z.output<typeof AgreementBody>, context: CommandContext) {
    return this.decided(planId, agreePlan({ ...body, practitionerId, by: context.actor }), context);
  }

  async activate(practitionerId: string, planId: string, context: CommandContext) {
    const policies = await this.policies.inForce(context.tenant);
    const { engagementId } = existing((await this.streams.load(plan, context.tenant, planId)).state, practitionerId);
    const { state, basis } = await this.streams.load(agreement, context.tenant, engagementId);
    const decision = activatePlan({ practitionerId, policies, agreement: state, by: context.actor });
    return this.decided(planId, decision, { ...context, policyVersion: policies.version }, basis);
  }

  pause(practitionerId: string, planId: string, body: z.output<typeof ReasonBody>, context: CommandContext) {
    return this.decided(planId, pausePlan({ ...body, practitionerId, by: context.actor }), context);
  }

  resume(practitionerId: string, planId: string, context: CommandContext) {
    return this.decided(planId, resumePlan({ practitionerId, by: context.actor }), context);
  }

  complete(practitionerId: string, planId: string, context: CommandContext) {
    return this.decided(planId, completePlan({ practitionerId, by: context.actor }), context);
  }

  closeEarly(practitionerId: string, planId: string, body: z.output<typeof ReasonBody>, context: CommandContext) {
    return this.decided(planId, closePlanEarly({ ...body, practitionerId, by: context.actor }), context);
  }

  correct(practitionerId: string, planId: string, body: z.output<typeof CorrectionBody>, context: CommandContext) {
    return this.decided(planId, correctPlan({ ...body, practitionerId, by: context.actor }), context);
  }

  private async decided(planId: string, decision: PlanDecision, context: CommandContext, basis: Basis[] = []) {
    return { planId, ...(await this.streams.transact(plan, planId, decision, context, { basis })) };
  }
}
