import { NeedsAssessmentOpened } from '@cairn/contracts/assessment';
import { ReadinessRecorded } from '@cairn/contracts/assessment/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { framework } from '../framework/framework.decider.js';
import { People } from '../read-models/people.read-model.js';
import { Settings } from '../read-models/settings.read-model.js';
import { AssessmentStreams } from './assessment-streams.js';
import { completeAssessment, openAssessment } from './needs-assessment.decider.js';
import { recordReadiness } from './readiness.decider.js';

const { version } = NeedsAssessmentOpened.schema.shape.framework.shape;
export const OpeningBody = z.strictObject({
  practitionerId: IsUuid.schema,
  settingId: IsUuid.schema,
  framework: z.strictObject({ frameworkId: IsUuid.schema, version }),
  roleProfileId: IsUuid.schema.optional(),
});
export const ReadinessBody = ReadinessRecorded.schema.pick({ model: true, stage: true, note: true });

@Injectable()
export class NeedsAssessmentCommands {
  constructor(
    private readonly streams: Streams,
    private readonly assessments: AssessmentStreams,
    private readonly people: People,
    private readonly settings: Settings,
  ) {}

  async open(body: z.output<typeof OpeningBody>, context: CommandContext) {
    const { tenant } = context;
    const assessmentId = newId(context, 'assessment');
    const used = await this.streams.load(framework, tenant, body.framework.frameworkId);
    const person = await this.people.of(tenant, body.practitionerId);
    const setting = await this.settings.of(tenant, body.settingId);
    const facts = { framework: used.state, day: this.assessments.day(context), personKnown: person !== undefined, settingKnown: setting !== undefined };
    const seen = [person, setting].flatMap((fact) => (fact ? [{ stream: fact.stream, revision: fact.revision }] : []));
    return this.assessments.decided(assessmentId, openAssessment({ assessmentId, ...body }, facts), context, [...used.basis, ...seen]);
  }

  recordReadiness(assessmentId: string, body: z.output<typeof ReadinessBody>, context: CommandContext) {
    return this.assessments.decided(assessmentId, recordReadiness({ assessmentId, ...body }), context);
  }

  complete(assessmentId: string, context: CommandContext) {
    return this.assessments.decided(assessmentId, completeAssessment(assessmentId), context);
  }
}
