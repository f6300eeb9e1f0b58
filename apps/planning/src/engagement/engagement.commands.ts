import { approaches, EngagementEnded, EngagementProposed } from '@cairn/contracts/planning';
import type { Basis } from '@cairn/event-sourcing';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Clock, IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { agreement } from '../agreement/agreement.decider.js';
import { matching } from '../matching/matching.decider.js';
import { Policies } from '../read-models/policies.read-model.js';
import { People } from '../read-models/people.read-model.js';
import { ReportingLines } from '../read-models/reporting-lines.read-model.js';
import { SafeguardingTraining } from '../read-models/safeguarding-training.read-model.js';
import { SupporterLoad } from '../read-models/supporter-load.read-model.js';
import { managersIn } from '../reporting-chain.decider.js';
import { agreeRoleEmphasis, changeApproach, recordOccasion, setFocus } from './approach.decider.js';
import { endEngagement, engagement, existing, type EngagementDecision } from './engagement.decider.js';
import { proposeEngagement } from './proposal.decider.js';
import { fileRecord } from './records.decider.js';
import { confirmExpectations, obstaclesTo, startEngagement, supportersIn, type Readiness } from './start.decider.js';

const proposed = EngagementProposed.schema.shape;
const Choice = z.strictObject({
  approach: z.enum(approaches),
  /** Codes of the template; which there are is a matter of the rule. */
  criteria: z.array(z.string().max(60)).max(20).default([]),
  rationale: z.string().max(2000).default(''),
});
const term = z.string().max(60);

export const ProposalBody = Choice.extend({
  ...{ organisationId: IsUuid.schema, practitionerId: IsUuid.schema, supporterId: IsUuid.schema },
  ...{ peerIds: z.array(IsUuid.schema).max(10).default([]), areas: proposed.areas.default([]) },
  /** The match that it follows from. */
  match: z.strictObject({ roundId: IsUuid.schema, matchId: IsUuid.schema }).nullable().default(null),
  ...{ specialistSource: proposed.specialistSource.default(null), occasion: term, focus: term },
});
export const ApproachBody = Choice.extend({ reason: z.string().max(2000).default('') });
export const OccasionBody = z.strictObject({ occasion: term });
export const FocusBody = z.strictObject({ focus: term });
export const RolesBody = z.strictObject({ roles: z.array(term).max(20) });
export const RecordBody = z.strictObject({ kind: term, reference: z.string().min(1).max(300) });
export const EndBody = z.strictObject({ reason: EngagementEnded.schema.shape.reason.default(null) });

/** The day by which a dated rule judges. */
export const dayOf = (occurredAt: string | undefined, clock: Clock): string => (occurredAt ?? clock.now().toISOString()).slice(0, 10);

@Injectable()
export class EngagementCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
    private readonly people: People,
    private readonly reportingLines: ReportingLines,
    private readonly supporters: SupporterLoad,
    private readonly policies: Policies,
    private readonly training: SafeguardingTraining,
  ) {}

  async propose({ match, ...body }: z.output<typeof ProposalBody>, context: CommandContext) {
    const { tenant } = context;
    const engagementId = newId(context, 'engagement');
    const [settingId, supporterSetting, offered, reporting, policies] = await Promise.all([
      this.people.settingOf(tenant, body.practitionerId),
      this.people.settingOf(tenant, body.supporterId),
      this.supporters.known(tenant, body.supporterId),
      this.reportingLines.of(tenant, body.organisationId),
      this.policies.inForce(tenant),
    ]);
    const known = { settingId, managers: managersIn(reporting.lines), supporter: { ...offered, settingId: supporterSetting }, policies };
    const round = match && (await this.streams.load(matching, tenant, match.roundId));
    const decision = proposeEngagement({ engagementId, matchId: match?.matchId ?? null, ...body }, { ...known, matches: round?.state ?? new Map() });
    return this.decided(engagementId, decision, { ...context, policyVersion: policies.version }, [...reporting.basis, ...(round?.basis ?? [])]);
  }

  async changeApproach(engagementId: string, { approach: to, ...body }: z.output<typeof ApproachBody>, context: CommandContext) {
    const signed = await this.streams.load(agreement, context.tenant, engagementId);
    return this.decided(engagementId, changeApproach({ to, ...body, agreement: signed.state }), context, signed.basis);
  }

  recordOccasion(engagementId: string, { occasion }: z.output<typeof OccasionBody>, context: CommandContext) {
    return this.decided(engagementId, recordOccasion(occasion), context);
  }

  setFocus(engagementId: string, { focus }: z.output<typeof FocusBody>, context: CommandContext) {
    return this.decided(engagementId, setFocus(focus), context);
  }

  agreeRoles(engagementId: string, { roles }: z.output<typeof RolesBody>, context: CommandContext) {
    return this.decided(engagementId, agreeRoleEmphasis(roles), context);
  }

  confirmExpectations(engagementId: string, personId: string, context: CommandContext) {
    return this.decided(engagementId, confirmExpectations({ personId, actor: context.actor.person }), context);
  }

  async fileRecord(engagementId: string, body: z.output<typeof RecordBody>, context: CommandContext) {
    const recordId = newId(context, 'record');
    return { recordId, ...(await this.decided(engagementId, fileRecord({ recordId, ...body }), context)) };
  }

  async start(engagementId: string, context: CommandContext) {
    const { readiness, basis, policyVersion } = await this.readiness(engagementId, context);
    return this.decided(engagementId, startEngagement(readiness), { ...context, policyVersion }, basis);
  }

  end(engagementId: string, personId: string, { reason }: z.output<typeof EndBody>, context: CommandContext) {
    const { person: endedBy, role } = context.actor;
    return this.decided(engagementId, endEngagement({ personId, endedBy, role, reason }), context);
  }

  /** What stands between these people and their next meeting today; nobody is refused anything here. */
  async clearance(engagementId: string, context: CommandContext) {
    const { found, readiness } = await this.readiness(engagementId, context);
    const obstacles = obstaclesTo(found, readiness).map(({ code, message: detail }) => ({ code, detail }));
    return { engagementId, on: readiness.today, clear: obstacles.length === 0, obstacles };
  }

  private async readiness(engagementId: string, { tenant, occurredAt }: CommandContext) {
    const [{ state }, signed, policies] = await Promise.all([
      this.streams.load(engagement, tenant, engagementId),
      this.streams.load(agreement, tenant, engagementId),
      this.policies.inForce(tenant),
    ]);
    const found = existing(state);
    const reporting = await this.reportingLines.of(tenant, found.proposed.organisationId);
    const trained = await Promise.all(supportersIn(found).map(async (who) => ({ who, ...(await this.training.of(tenant, who)) })));
    const readiness: Readiness = {
      agreement: signed.state,
      managers: managersIn(reporting.lines),
      managerPolicy: policies.of('MANAGER_AS_COACH_CONFLICT'),
      trainedUntil: new Map(trained.map(({ who, validUntil }) => [who, validUntil])),
      trainingPolicy: policies.of('SAFEGUARDING_TRAINING_EXPIRED'),
      today: dayOf(occurredAt, this.clock),
    };
    const basis = [...signed.basis, ...reporting.basis, ...trained.flatMap((one) => one.basis)];
    return { found, readiness, basis, policyVersion: policies.version };
  }

  private async decided(engagementId: string, decision: EngagementDecision, context: CommandContext, basis: Basis[] = []) {
    return { engagementId, ...(await this.streams.transact(engagement, engagementId, decision, context, { basis })) };
  }
}
