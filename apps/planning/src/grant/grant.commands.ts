import { GrantReturned, GrantSpendRecorded } from '@cairn/contracts/planning';
import type { Basis } from '@cairn/event-sourcing';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { existing, programme } from '../programme/programme.decider.js';
import { DelegateAttendance } from '../read-models/delegate-attendance.read-model.js';
import { Policies } from '../read-models/policies.read-model.js';
import { grantId, trainingPlanId } from '../stream-ids.js';
import { trainingPlan } from '../training-plan/training-plan.decider.js';
import { grant, recordSpending, releaseGrant, returnMoney, type GrantDecision } from './grant.decider.js';

export const SpendingBody = z.strictObject({ lineId: IsUuid.schema, pence: GrantSpendRecorded.schema.shape.pence });
export const MoneyBackBody = GrantReturned.schema.pick({ pence: true, reason: true });

@Injectable()
export class GrantCommands {
  constructor(
    private readonly streams: Streams,
    private readonly attendance: DelegateAttendance,
    private readonly policies: Policies,
  ) {}

  async release(programmeId: string, personId: string, context: CommandContext) {
    const { programme, plan, basis } = await this.programmeAndPlan(programmeId, personId, context.tenant);
    const attendance = await this.attendance.of(context.tenant, programmeId, personId);
    const decision = releaseGrant({ ...grantOf(programmeId, personId), releasedBy: context.actor.person, programme, plan, attendance });
    return this.decided(programmeId, personId, decision, context, [...basis, ...attendance.basis]);
  }

  async spend(programmeId: string, personId: string, body: z.output<typeof SpendingBody>, context: CommandContext) {
    const { programme, plan, basis } = await this.programmeAndPlan(programmeId, personId, context.tenant);
    const spendId = newId(context, 'spending');
    const choices = await this.policies.inForce(context.tenant);
    const policy = choices.of('GRANT_SPEND_OFF_PLAN');
    const decision = recordSpending({ ...grantOf(programmeId, personId), ...body, spendId, programme, plan, policy });
    return { spendId, ...(await this.decided(programmeId, personId, decision, { ...context, policyVersion: choices.version }, basis)) };
  }

  async giveBack(programmeId: string, personId: string, body: z.output<typeof MoneyBackBody>, context: CommandContext) {
    const returnId = newId(context, 'return');
    const decision = returnMoney({ ...grantOf(programmeId, personId), ...body, returnId });
    return { returnId, ...(await this.decided(programmeId, personId, decision, context)) };
  }

  private async programmeAndPlan(programmeId: string, personId: string, tenant: string) {
    const ofProgramme = await this.streams.load(programme, tenant, programmeId);
    const ofPlan = await this.streams.load(trainingPlan, tenant, trainingPlanId(programmeId, personId));
    return { programme: existing(ofProgramme.state), plan: ofPlan.state, basis: [...ofProgramme.basis, ...ofPlan.basis] };
  }

  private async decided(programmeId: string, personId: string, decision: GrantDecision, context: CommandContext, basis: Basis[] = []) {
    const ids = grantOf(programmeId, personId);
    return { grantId: ids.grantId, personId, ...(await this.streams.transact(grant, ids.grantId, decision, context, { basis })) };
  }
}

const grantOf = (programmeId: string, personId: string) => ({ grantId: grantId(programmeId, personId), programmeId, personId });
