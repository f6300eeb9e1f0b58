import { OrganisationObjectivePublished, OrganisationObjectiveRetired } from '@cairn/contracts/planning';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Clock, IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { organisationObjective, publishOrganisationObjective, retireOrganisationObjective } from './organisation-objective.decider.js';

const published = OrganisationObjectivePublished.schema.shape;

export const OrganisationObjectiveBody = z.strictObject({
  organisationId: IsUuid.schema,
  title: published.title,
  from: published.from,
  until: published.until.default(null),
});
export const RetirementBody = OrganisationObjectiveRetired.schema.pick({ reason: true });

@Injectable()
export class OrganisationObjectiveCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
  ) {}

  async publish(body: z.output<typeof OrganisationObjectiveBody>, context: CommandContext) {
    const organisationObjectiveId = newId(context, 'organisation-objective');
    const decision = publishOrganisationObjective({ organisationObjectiveId, ...body });
    return { organisationObjectiveId, ...(await this.streams.transact(organisationObjective, organisationObjectiveId, decision, context)) };
  }

  async retire(organisationObjectiveId: string, body: z.output<typeof RetirementBody>, context: CommandContext) {
    const retiredOn = (context.occurredAt ?? this.clock.now().toISOString()).slice(0, 10);
    const decision = retireOrganisationObjective({ ...body, retiredOn });
    return { organisationObjectiveId, ...(await this.streams.transact(organisationObjective, organisationObjectiveId, decision, context)) };
  }
}
