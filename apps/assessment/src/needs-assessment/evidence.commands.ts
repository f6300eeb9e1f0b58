import {
  ObservationFeedbackRecorded,
  PriorLearningRecorded,
  RatingCorrected,
  SelfAssessmentRecorded,
  ServiceUserOutcomeRecorded,
} from '@cairn/contracts/assessment/internal';
import { newId, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AssessmentStreams } from './assessment-streams.js';
import { correctRating } from './corrections.decider.js';
import { recordObservation, recordPriorLearning, recordSelfAssessment, recordServiceUserOutcome, type Judged } from './evidence.decider.js';
import type { AssessmentDecision } from './needs-assessment.decider.js';

export const SelfAssessmentBody = SelfAssessmentRecorded.schema.pick({ ratings: true, reflection: true });
export const ObservationBody = ObservationFeedbackRecorded.schema.pick({ observedOn: true, ratings: true, activity: true, strengths: true, nextSteps: true });
export const PriorLearningBody = PriorLearningRecorded.schema.pick({ kind: true, learnedOn: true, title: true, ratings: true });
export const OutcomeBody = ServiceUserOutcomeRecorded.schema.pick({
  ...{ codes: true, measure: true, unit: true, from: true, until: true, before: true, after: true, cohort: true },
});
const corrected = RatingCorrected.schema.shape;
export const RatingCorrectionBody = z.strictObject({ code: corrected.code, level: corrected.to, reason: corrected.reason });

@Injectable()
export class EvidenceCommands {
  constructor(private readonly assessments: AssessmentStreams) {}

  recordSelfAssessment(assessmentId: string, body: z.output<typeof SelfAssessmentBody>, context: CommandContext) {
    return this.recorded(assessmentId, context, (evidenceId, judged) => recordSelfAssessment({ assessmentId, evidenceId, ...body }, judged));
  }

  recordObservation(assessmentId: string, body: z.output<typeof ObservationBody>, context: CommandContext) {
    return this.recorded(assessmentId, context, (evidenceId, judged) => recordObservation({ assessmentId, evidenceId, ...body }, judged));
  }

  recordPriorLearning(assessmentId: string, body: z.output<typeof PriorLearningBody>, context: CommandContext) {
    return this.recorded(assessmentId, context, (evidenceId, judged) => recordPriorLearning({ assessmentId, evidenceId, ...body }, judged));
  }

  recordOutcome(assessmentId: string, body: z.output<typeof OutcomeBody>, context: CommandContext) {
    return this.recorded(assessmentId, context, (evidenceId, judged) => recordServiceUserOutcome({ assessmentId, evidenceId, ...body }, judged));
  }

  async correctRating(assessmentId: string, evidenceId: string, body: z.output<typeof RatingCorrectionBody>, context: CommandContext) {
    const { state: framework, basis } = await this.assessments.frameworkOf(assessmentId, context);
    const decision = correctRating({ assessmentId, evidenceId, ...body }, { by: context.actor.person, framework });
    return { evidenceId, ...(await this.assessments.decided(assessmentId, decision, context, basis)) };
  }

  private async recorded(assessmentId: string, context: CommandContext, decide: (evidenceId: string, judged: Judged) => AssessmentDecision) {
    const evidenceId = newId(context, 'evidence');
    const { state: framework, basis } = await this.assessments.frameworkOf(assessmentId, context);
    const decision = decide(evidenceId, { framework, by: context.actor.person, day: this.assessments.day(context) });
    return { evidenceId, ...(await this.assessments.decided(assessmentId, decision, context, basis)) };
  }
}
