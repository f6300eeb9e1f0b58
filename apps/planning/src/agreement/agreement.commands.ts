import { LearningAgreementBreachReported } from '@cairn/contracts/planning';
import { Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { engagement } from '../engagement/engagement.decider.js';
import { agreement, endAgreement, reportBreach, signAgreement, type AgreementDecision } from './agreement.decider.js';
import { amendAgreement, proposeAgreement } from './terms.decider.js';

/** A part that is missing is understood, and named by the rule. */
const part = z.string().max(2000).nullable().default(null);
export const TermsBody = z.strictObject({
  ...{ purpose: part, boundaries: part, confidentialityLimits: part, groundRules: part, powerStatement: part, dataSharing: part, endTerms: part },
  reviewOn: z.iso.date().nullable().default(null),
  assessingRole: z.string().min(1).max(1000).nullable().default(null),
  ...{ sponsorId: IsUuid.schema.nullable().default(null), sponsorPart: part },
});
type Terms = z.output<typeof TermsBody>;
export const SignatureBody = z.strictObject({ version: z.int().min(1) });
export const BreachBody = LearningAgreementBreachReported.schema.pick({ breach: true });

@Injectable()
export class AgreementCommands {
  constructor(private readonly streams: Streams) {}

  async propose(engagementId: string, terms: Terms, context: CommandContext) {
    const { state, basis } = await this.streams.load(engagement, context.tenant, engagementId);
    return { engagementId, ...(await this.streams.transact(agreement, engagementId, proposeAgreement({ ...terms, engagement: state }), context, { basis })) };
  }

  async amend(engagementId: string, terms: Terms, context: CommandContext) {
    const { state, basis } = await this.streams.load(engagement, context.tenant, engagementId);
    return { engagementId, ...(await this.streams.transact(agreement, engagementId, amendAgreement({ ...terms, engagement: state }), context, { basis })) };
  }

  sign(engagementId: string, personId: string, { version }: z.output<typeof SignatureBody>, context: CommandContext) {
    return this.decided(engagementId, signAgreement({ version, personId, actor: context.actor.person }), context);
  }

  reportBreach(engagementId: string, reportedBy: string, body: z.output<typeof BreachBody>, context: CommandContext) {
    return this.decided(engagementId, reportBreach({ reportedBy, actor: context.actor.person, ...body }), context);
  }

  end(engagementId: string, endedBy: string, context: CommandContext) {
    return this.decided(engagementId, endAgreement({ endedBy, actor: context.actor.person }), context);
  }

  private async decided(engagementId: string, decision: AgreementDecision, context: CommandContext) {
    return { engagementId, ...(await this.streams.transact(agreement, engagementId, decision, context)) };
  }
}
