import { AccessNeedsRecorded, CareerStageRecorded, ExpertiseClaimed } from '@cairn/contracts/directory';
import { Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { person, type Person } from '../person/person.decider.js';
import { claimExpertise, profile, recordAccessNeeds, recordCareerStage, withdrawExpertise, type ProfileDecision } from './profile.decider.js';

export const CareerStageBody = z.strictObject({ careerStage: CareerStageRecorded.schema.shape.to });
export const ExpertiseBody = ExpertiseClaimed.schema.pick({ area: true });
export const AccessNeedsBody = AccessNeedsRecorded.schema.pick({ needs: true, preferences: true });

@Injectable()
export class ProfileCommands {
  constructor(private readonly streams: Streams) {}

  recordCareerStage(personId: string, { careerStage }: z.output<typeof CareerStageBody>, context: CommandContext) {
    return this.decided(personId, (person) => recordCareerStage({ personId, to: careerStage }, person), context);
  }

  claimExpertise(personId: string, body: z.output<typeof ExpertiseBody>, context: CommandContext) {
    return this.decided(personId, (person) => claimExpertise({ personId, ...body }, person), context);
  }

  withdrawExpertise(personId: string, body: z.output<typeof ExpertiseBody>, context: CommandContext) {
    return this.decided(personId, (person) => withdrawExpertise({ personId, ...body }, person), context);
  }

  recordAccessNeeds(personId: string, body: z.output<typeof AccessNeedsBody>, context: CommandContext) {
    return this.decided(personId, (person) => recordAccessNeeds({ personId, ...body }, person), context);
  }

  private async decided(personId: string, decide: (person: Person) => ProfileDecision, context: CommandContext) {
    const { state, basis } = await this.streams.load(person, context.tenant, personId);
    return { personId, ...(await this.streams.transact(profile, personId, decide(state), context, { basis })) };
  }
}
