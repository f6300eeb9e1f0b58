import type { Basis } from '@cairn/event-sourcing';
import { Streams, type CommandContext } from '@cairn/event-store';
import { Clock } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { framework } from '../framework/framework.decider.js';
import { needsAssessment, type AssessmentDecision } from './needs-assessment.decider.js';

/** What every command on an assessment does: see what it stands on, decide, and append with what was seen. */
@Injectable()
export class AssessmentStreams {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
  ) {}

  /** The day on which it happened, in UTC. */
  day = ({ occurredAt }: CommandContext): string => (occurredAt ?? this.clock.now().toISOString()).slice(0, 10);

  /** The framework that an assessment uses. One that is not there uses none: the decision refuses it. */
  async frameworkOf(assessmentId: string, { tenant }: CommandContext) {
    const { state } = await this.streams.load(needsAssessment, tenant, assessmentId);
    return state.status === 'absent' ? { state: framework.initial, basis: [] } : this.streams.load(framework, tenant, state.framework.frameworkId);
  }

  async decided(assessmentId: string, decision: AssessmentDecision, context: CommandContext, basis: readonly Basis[] = []) {
    return { assessmentId, ...(await this.streams.transact(needsAssessment, assessmentId, decision, context, { basis })) };
  }
}
