import { Caller, IsUuid, Nothing, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Groups } from '../read-models/groups.read-model.js';
import { Programmes } from '../read-models/programmes.read-model.js';
import {
  AdoptionBody,
  CommunicationBody,
  DesignBody,
  EnrolmentBody,
  GroupBody,
  InvitationBody,
  IsTemplate,
  ProgrammeCommands,
  RefusalBody,
  SponsorBody,
  WindowBody,
  WindowClosureBody,
  WithdrawalBody,
} from './programme.commands.js';

@Controller('programmes')
export class ProgrammeController {
  constructor(
    private readonly commands: ProgrammeCommands,
    private readonly programmes: Programmes,
    private readonly groups: Groups,
  ) {}

  @Post()
  @Requires('write', 'programme-record')
  design(@Body({ schema: DesignBody }) body: z.output<typeof DesignBody>, @Caller() caller: Caller) {
    return this.commands.design(body, caller);
  }

  /** Designs a programme from one of the templates that Cairn ships. */
  @Post('from-template/:template')
  @Requires('write', 'programme-record')
  adoptTemplate(
    @Param('template', IsTemplate) template: string,
    @Body({ schema: AdoptionBody }) body: z.output<typeof AdoptionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.adoptTemplate(template, body, caller);
  }

  @Get()
  @Requires('read', 'programme-record')
  page(@Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.programmes.page(caller.tenant, page);
  }

  @Get(':programmeId')
  @Requires('read', 'programme-record')
  one(@Param('programmeId', IsUuid) programmeId: string, @Caller() caller: Caller) {
    return this.programmes.one(caller.tenant, programmeId);
  }

  @Post(':programmeId/invitations')
  @Requires('write', 'programme-record')
  invite(@Param('programmeId', IsUuid) programmeId: string, @Body({ schema: InvitationBody }) body: z.output<typeof InvitationBody>, @Caller() caller: Caller) {
    return this.commands.invite(programmeId, body, caller);
  }

  @Post(':programmeId/invitations/:personId/acceptance')
  @Requires('write', 'programme-record', { self: 'personId' })
  acceptInvitation(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.acceptInvitation(programmeId, personId, caller);
  }

  @Post(':programmeId/invitations/:personId/refusal')
  @Requires('write', 'programme-record', { self: 'personId' })
  declineInvitation(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: RefusalBody }) body: z.output<typeof RefusalBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.declineInvitation(programmeId, personId, body, caller);
  }

  @Post(':programmeId/launch')
  @Requires('write', 'programme-record')
  launch(@Param('programmeId', IsUuid) programmeId: string, @Body({ schema: Nothing }) _: object, @Caller() caller: Caller) {
    return this.commands.launch(programmeId, caller);
  }

  @Post(':programmeId/sponsors')
  @Requires('write', 'programme-record')
  commitSponsor(
    @Param('programmeId', IsUuid) programmeId: string,
    @Body({ schema: SponsorBody }) body: z.output<typeof SponsorBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.commitSponsor(programmeId, body, caller);
  }

  @Post(':programmeId/communications')
  @Requires('write', 'programme-record')
  communicate(
    @Param('programmeId', IsUuid) programmeId: string,
    @Body({ schema: CommunicationBody }) body: z.output<typeof CommunicationBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.communicate(programmeId, body, caller);
  }

  @Post(':programmeId/groups')
  @Requires('write', 'programme-record')
  formGroup(@Param('programmeId', IsUuid) programmeId: string, @Body({ schema: GroupBody }) body: z.output<typeof GroupBody>, @Caller() caller: Caller) {
    return this.commands.formGroup(programmeId, body, caller);
  }

  @Get(':programmeId/groups')
  @Requires('read', 'programme-record')
  async groupsOf(@Param('programmeId', IsUuid) programmeId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    await this.programmes.one(caller.tenant, programmeId);
    return this.groups.ofProgramme(caller.tenant, programmeId, page);
  }

  @Post(':programmeId/groups/:groupId/delegates')
  @Requires('write', 'programme-record')
  enrol(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('groupId', IsUuid) groupId: string,
    @Body({ schema: EnrolmentBody }) body: z.output<typeof EnrolmentBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.enrol(programmeId, groupId, body, caller);
  }

  @Post(':programmeId/groups/:groupId/delegates/:personId/withdrawal')
  @Requires('write', 'programme-record', { self: 'personId' })
  withdraw(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('groupId', IsUuid) groupId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: WithdrawalBody }) body: z.output<typeof WithdrawalBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.withdraw(programmeId, groupId, personId, body, caller);
  }

  @Post(':programmeId/submission-windows')
  @Requires('write', 'programme-record')
  openSubmissionWindow(
    @Param('programmeId', IsUuid) programmeId: string,
    @Body({ schema: WindowBody }) body: z.output<typeof WindowBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.openSubmissionWindow(programmeId, body, caller);
  }

  @Post(':programmeId/submission-window-closures')
  @Requires('write', 'programme-record')
  closeSubmissionWindow(
    @Param('programmeId', IsUuid) programmeId: string,
    @Body({ schema: WindowClosureBody }) body: z.output<typeof WindowClosureBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.closeSubmissionWindow(programmeId, body, caller);
  }
}
