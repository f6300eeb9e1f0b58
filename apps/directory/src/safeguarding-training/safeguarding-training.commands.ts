import { SafeguardingTrainingCorrected, SafeguardingTrainingRecorded } from '@cairn/contracts/directory';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Clock } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { person } from '../person/person.decider.js';
import { correctTraining, recordTraining, safeguardingTraining } from './safeguarding-training.decider.js';

export const TrainingBody = SafeguardingTrainingRecorded.schema.pick({ level: true, completedOn: true, validUntil: true });
export const TrainingCorrectionBody = TrainingBody.extend(SafeguardingTrainingCorrected.schema.pick({ reason: true }).shape);

@Injectable()
export class SafeguardingTrainingCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
  ) {}

  async record(personId: string, body: z.output<typeof TrainingBody>, context: CommandContext) {
    const { state, basis } = await this.streams.load(person, context.tenant, personId);
    const trainingId = newId(context, 'training');
    const decision = recordTraining({ personId, trainingId, ...body }, this.today(context), state);
    return { personId, trainingId, ...(await this.streams.transact(safeguardingTraining, personId, decision, context, { basis })) };
  }

  async correct(personId: string, trainingId: string, { reason, ...to }: z.output<typeof TrainingCorrectionBody>, context: CommandContext) {
    const decision = correctTraining({ personId, trainingId, to, reason }, this.today(context));
    return { personId, trainingId, ...(await this.streams.transact(safeguardingTraining, personId, decision, context)) };
  }

  private today = ({ occurredAt }: CommandContext) => (occurredAt ?? this.clock.now().toISOString()).slice(0, 10);
}
