import { SafeguardingTrainingCorrected, safeguardingLevels, SafeguardingTrainingRecorded } from '@cairn/contracts/directory';
import { defineReadModel, type RowOf } from '@cairn/projections';
import { z } from 'zod';

const Training = z.object({ trainingId: z.uuid(), level: z.enum(safeguardingLevels), completedOn: z.iso.date(), validUntil: z.iso.date() });
const person = ({ data }: { readonly data: { readonly personId: string } }) => data.personId;

/** "Which safeguarding training has this person, and until when does it count?" One row per person who ever had any; at most one batch behind. */
export const safeguardingTraining = defineReadModel({
  name: 'safeguarding-training',
  version: 1,
  row: z.object({ personId: z.uuid(), trainings: z.array(Training) }),
  on: (when) => [
    when(SafeguardingTrainingRecorded, person, (row, { data: { personId, trainingId, level, completedOn, validUntil } }) => ({
      personId,
      trainings: [...(row?.trainings ?? []), { trainingId, level, completedOn, validUntil }],
    })),
    when(SafeguardingTrainingCorrected, person, (row, { data: { trainingId, to } }) => {
      return row && { ...row, trainings: row.trainings.map((training) => (training.trainingId === trainingId ? { trainingId, ...to } : training)) };
    }),
  ],
});
export type TrainingRow = RowOf<typeof safeguardingTraining>;
