import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Attendance } from '../read-models/attendance.read-model.js';
import { GroupSessions } from '../read-models/group-sessions.read-model.js';
import { Groups } from '../read-models/groups.read-model.js';
import { AttendanceBody, CorrectionBody, HoldingBody, SeriesCommands, SessionBody, WaiverBody } from './series.commands.js';

@Controller()
export class SeriesController {
  constructor(
    private readonly commands: SeriesCommands,
    private readonly sessions: GroupSessions,
    private readonly attendance: Attendance,
    private readonly groups: Groups,
  ) {}

  @Post('groups/:groupId/sessions')
  @Requires('write', 'programme-record')
  schedule(@Param('groupId', IsUuid) groupId: string, @Body({ schema: SessionBody }) body: z.output<typeof SessionBody>, @Caller() caller: Caller) {
    return this.commands.schedule(groupId, body, caller);
  }

  @Get('groups/:groupId/sessions')
  @Requires('read', 'programme-record')
  async sessionsOf(@Param('groupId', IsUuid) groupId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    await this.groups.one(caller.tenant, groupId);
    return this.sessions.ofGroup(caller.tenant, groupId, page);
  }

  @Post('groups/:groupId/sessions/:sessionId/holding')
  @Requires('write', 'programme-record')
  hold(
    @Param('groupId', IsUuid) groupId: string,
    @Param('sessionId', IsUuid) sessionId: string,
    @Body({ schema: HoldingBody }) body: z.output<typeof HoldingBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.hold(groupId, sessionId, body, caller);
  }

  @Post('groups/:groupId/sessions/:sessionId/attendance')
  @Requires('write', 'programme-record')
  record(
    @Param('groupId', IsUuid) groupId: string,
    @Param('sessionId', IsUuid) sessionId: string,
    @Body({ schema: AttendanceBody }) body: z.output<typeof AttendanceBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.record(groupId, sessionId, body, caller);
  }

  @Post('groups/:groupId/sessions/:sessionId/attendance-corrections')
  @Requires('write', 'programme-record')
  correct(
    @Param('groupId', IsUuid) groupId: string,
    @Param('sessionId', IsUuid) sessionId: string,
    @Body({ schema: CorrectionBody }) body: z.output<typeof CorrectionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.correct(groupId, sessionId, body, caller);
  }

  @Post('groups/:groupId/waivers')
  @Requires('approve', 'programme-record')
  waive(@Param('groupId', IsUuid) groupId: string, @Body({ schema: WaiverBody }) body: z.output<typeof WaiverBody>, @Caller() caller: Caller) {
    return this.commands.waive(groupId, body, caller);
  }

  @Get('programmes/:programmeId/attendance')
  @Requires('read', 'programme-record')
  attendanceOf(@Param('programmeId', IsUuid) programmeId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.attendance.ofProgramme(caller.tenant, programmeId, page);
  }
}
