import { AttendanceCorrected, AttendanceWaived, GroupSessionHeld } from '@cairn/contracts/sessions';
import { GroupSessionScheduled } from '@cairn/contracts/sessions/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Clock, IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Groups } from '../read-models/groups.read-model.js';
import {
  correctAttendance,
  holdSession,
  recordAttendance,
  scheduleSession,
  series,
  waiveAttendance,
  type Group,
  type SeriesDecision,
} from './series.decider.js';

/** Instants are compared and stored in one form: UTC with milliseconds. */
const Instant = z.iso.datetime({ offset: true }).transform((instant) => new Date(instant).toISOString());

export const SessionBody = GroupSessionScheduled.schema.pick({ minutes: true, lengthReason: true }).extend({ startsAt: Instant });
export const HoldingBody = GroupSessionHeld.schema.pick({ minutes: true }).extend({ heldAt: Instant });
/** As many people as a group can ever have seats. */
export const AttendanceBody = z.strictObject({ present: z.array(IsUuid.schema).min(1).max(100) });
export const CorrectionBody = AttendanceCorrected.schema.pick({ to: true, reason: true }).extend({ personId: IsUuid.schema });
export const WaiverBody = AttendanceWaived.schema.pick({ number: true, reason: true }).extend({ personId: IsUuid.schema });

@Injectable()
export class SeriesCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
    private readonly groups: Groups,
  ) {}

  async schedule(groupId: string, body: z.output<typeof SessionBody>, context: CommandContext) {
    const sessionId = newId(context, 'session');
    const outcome = await this.decided(groupId, (group) => scheduleSession(group, { sessionId, ...body }), context);
    const { state } = await this.streams.load(series, context.tenant, groupId);
    return { sessionId, number: state.sessions.get(sessionId)?.number, ...outcome };
  }

  hold(groupId: string, sessionId: string, body: z.output<typeof HoldingBody>, context: CommandContext) {
    const held = { sessionId, facilitatorId: context.actor.person, ...body };
    const now = this.clock.now().toISOString();
    return this.decided(groupId, (group) => holdSession(group, held, now), context);
  }

  record(groupId: string, sessionId: string, { present }: z.output<typeof AttendanceBody>, context: CommandContext) {
    return this.decided(groupId, (group) => recordAttendance(group, sessionId, present), context);
  }

  correct(groupId: string, sessionId: string, body: z.output<typeof CorrectionBody>, context: CommandContext) {
    return this.decided(groupId, (group) => correctAttendance(group, { sessionId, ...body }), context);
  }

  waive(groupId: string, body: z.output<typeof WaiverBody>, context: CommandContext) {
    const waiver = { waivedBy: context.actor.person, ...body };
    return this.decided(groupId, (group) => waiveAttendance(group, waiver), context);
  }

  /** Decides by the group as planning's events have shown it, and notes how far they had been seen. */
  private async decided(groupId: string, decision: (group: Group) => SeriesDecision, context: CommandContext) {
    const group = await this.groups.one(context.tenant, groupId);
    return { groupId, ...(await this.streams.transact(series, groupId, decision(group), context, { basis: [group.seen] })) };
  }
}
