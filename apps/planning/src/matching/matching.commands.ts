import { approaches, MatchDeclined } from '@cairn/contracts/planning';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { People } from '../read-models/people.read-model.js';
import { Policies } from '../read-models/policies.read-model.js';
import { ReportingLines } from '../read-models/reporting-lines.read-model.js';
import { SupporterLoad } from '../read-models/supporter-load.read-model.js';
import { managersAbove, managersIn } from '../reporting-chain.decider.js';
import { acceptMatch, declineMatch, holdRound, matching, type MatchingDecision } from './matching.decider.js';

const area = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);
const people = z.array(IsUuid.schema).max(500).default([]);
export const RoundBody = z.strictObject({
  organisationId: IsUuid.schema,
  approach: z.enum(approaches),
  practitioners: z
    .array(z.strictObject({ personId: IsUuid.schema, areas: z.array(area).max(20).default([]), preferred: people, avoided: people }))
    .min(1)
    .max(500)
    .refine((all) => new Set(all.map(({ personId }) => personId)).size === all.length, 'names a practitioner twice'),
});
export const DeclineBody = z.strictObject({ reason: MatchDeclined.schema.shape.reason.default(null) });

@Injectable()
export class MatchingCommands {
  constructor(
    private readonly streams: Streams,
    private readonly people: People,
    private readonly reportingLines: ReportingLines,
    private readonly supporters: SupporterLoad,
    private readonly policies: Policies,
  ) {}

  async hold({ organisationId, approach, practitioners }: z.output<typeof RoundBody>, context: CommandContext) {
    const { tenant } = context;
    const roundId = newId(context, 'round');
    const [settings, reporting, offers, policies] = await Promise.all([
      this.people.settingsOf(
        tenant,
        practitioners.map(({ personId }) => personId),
      ),
      this.reportingLines.of(tenant, organisationId),
      this.supporters.published(tenant),
      this.policies.inForce(tenant),
    ]);
    const managers = managersIn(reporting.lines);
    const decision = holdRound({
      ...{ roundId, organisationId, candidates: offers, matchIdOf: (practitionerId) => newId(context, `match/${practitionerId}`) },
      seekers: practitioners.map((one) => ({ ...one, settingId: settings.get(one.personId) ?? null })),
      circumstances: {
        ...{ approach, above: remembered((personId) => managersAbove(managers, personId)) },
        ...{ sameUnit: policies.of('MENTOR_SAME_UNIT'), expertiseGap: policies.of('MENTOR_EXPERTISE_GAP') },
      },
    });
    return this.decided(roundId, decision, { ...context, policyVersion: policies.version }, reporting.basis);
  }

  accept(roundId: string, matchId: string, personId: string, context: CommandContext) {
    return this.decided(roundId, acceptMatch({ matchId, personId, actor: context.actor.person }), context);
  }

  decline(roundId: string, matchId: string, personId: string, { reason }: z.output<typeof DeclineBody>, context: CommandContext) {
    return this.decided(roundId, declineMatch({ matchId, personId, actor: context.actor.person, reason }), context);
  }

  private async decided(roundId: string, decision: MatchingDecision, context: CommandContext, basis: { stream: string; revision: string }[] = []) {
    return { roundId, ...(await this.streams.transact(matching, roundId, decision, context, { basis })) };
  }
}

/** Each chain is climbed once, however many pairs it is asked for. */
export function remembered<R>(ask: (key: string) => R): (key: string) => R {
  const known = new Map<string, R>();
  return (key) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    return answer;
  };
}
