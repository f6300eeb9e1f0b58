import { approachCriteria, approaches, emphases, focuses, occasions } from '@cairn/contracts/planning';
import { Caller, IsUuid, Nothing, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { EngagementFilters, Engagements } from '../read-models/engagements.read-model.js';
import { ApproachBody, EndBody, EngagementCommands, FocusBody, OccasionBody, ProposalBody, RecordBody, RolesBody } from './engagement.commands.js';

@Controller()
export class EngagementController {
  constructor(
    private readonly commands: EngagementCommands,
    private readonly engagements: Engagements,
  ) {}

  /** The decision aid: the approaches side by side, and the lists from which an engagement is described. */
  @Get('approaches')
  @Requires('read', 'framework')
  approaches() {
    return { approaches, criteria: Object.entries(approachCriteria).map(([code, criterion]) => ({ code, ...criterion })), occasions, focuses, roles: emphases };
  }

  @Post('engagements')
  @Requires('write', 'programme-record')
  propose(@Body({ schema: ProposalBody }) body: z.output<typeof ProposalBody>, @Caller() caller: Caller) {
    return this.commands.propose(body, caller);
  }

  @Get('engagements')
  @Requires('read', 'programme-record')
  matching(@Query({ schema: EngagementFilters }) query: z.output<typeof EngagementFilters>, @Caller() caller: Caller) {
    return this.engagements.matching(caller.tenant, query);
  }

  @Get('engagements/:engagementId')
  @Requires('read', 'programme-record')
  one(@Param('engagementId', IsUuid) engagementId: string, @Caller() caller: Caller) {
    return this.engagements.one(caller.tenant, engagementId);
  }

  @Get('people/:personId/engagements')
  @Requires('read', 'programme-record', { self: 'personId' })
  ofPerson(@Param('personId', IsUuid) personId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.engagements.ofPerson(caller.tenant, personId, page);
  }

  @Post('engagements/:engagementId/approach')
  @Requires('write', 'programme-record')
  changeApproach(
    @Param('engagementId', IsUuid) engagementId: string,
    @Body({ schema: ApproachBody }) body: z.output<typeof ApproachBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.changeApproach(engagementId, body, caller);
  }

  @Post('engagements/:engagementId/occasion')
  @Requires('write', 'programme-record')
  recordOccasion(
    @Param('engagementId', IsUuid) engagementId: string,
    @Body({ schema: OccasionBody }) body: z.output<typeof OccasionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordOccasion(engagementId, body, caller);
  }

  @Post('engagements/:engagementId/focus')
  @Requires('write', 'programme-record')
  setFocus(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: FocusBody }) body: z.output<typeof FocusBody>, @Caller() caller: Caller) {
    return this.commands.setFocus(engagementId, body, caller);
  }

  /** What the supporter is to be to the practitioner: agreed when they contract. */
  @Post('engagements/:engagementId/role-emphasis')
  @Requires('write', 'programme-record')
  agreeRoles(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: RolesBody }) body: z.output<typeof RolesBody>, @Caller() caller: Caller) {
    return this.commands.agreeRoles(engagementId, body, caller);
  }

  @Post('engagements/:engagementId/records')
  @Requires('write', 'programme-record')
  fileRecord(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: RecordBody }) body: z.output<typeof RecordBody>, @Caller() caller: Caller) {
    return this.commands.fileRecord(engagementId, body, caller);
  }

  @Post('engagements/:engagementId/parties/:personId/expectations')
  @Requires('write', 'programme-record', { self: 'personId' })
  confirmExpectations(
    @Param('engagementId', IsUuid) engagementId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.confirmExpectations(engagementId, personId, caller);
  }

  @Post('engagements/:engagementId/start')
  @Requires('write', 'programme-record')
  start(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: Nothing }) _: object, @Caller() caller: Caller) {
    return this.commands.start(engagementId, caller);
  }

  /** Whether they may meet today, and everything that stands against it. */
  @Get('engagements/:engagementId/clearance')
  @Requires('read', 'programme-record')
  clearance(@Param('engagementId', IsUuid) engagementId: string, @Caller() caller: Caller) {
    return this.commands.clearance(engagementId, caller);
  }

  @Post('engagements/:engagementId/end')
  @Requires('write', 'programme-record')
  end(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: EndBody }) body: z.output<typeof EndBody>, @Caller() caller: Caller) {
    return this.commands.end(engagementId, caller.actor.person, body, caller);
  }

  /** For a party who may write no more than their own record. */
  @Post('engagements/:engagementId/parties/:personId/end')
  @Requires('write', 'programme-record', { self: 'personId' })
  endAsParty(
    @Param('engagementId', IsUuid) engagementId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: EndBody }) body: z.output<typeof EndBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.end(engagementId, personId, body, caller);
  }
}
