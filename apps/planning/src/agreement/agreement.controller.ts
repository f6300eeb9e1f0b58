import { Caller, IsUuid, Nothing, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { AgreementBreaches } from '../read-models/agreement-breaches.read-model.js';
import { LearningAgreements } from '../read-models/learning-agreements.read-model.js';
import { AgreementCommands, BreachBody, SignatureBody, TermsBody } from './agreement.commands.js';

@Controller('engagements/:engagementId')
export class AgreementController {
  constructor(
    private readonly commands: AgreementCommands,
    private readonly agreements: LearningAgreements,
    private readonly breaches: AgreementBreaches,
  ) {}

  @Get('agreement')
  @Requires('read', 'programme-record')
  versions(@Param('engagementId', IsUuid) engagementId: string, @Caller() caller: Caller) {
    return this.agreements.versions(caller.tenant, engagementId);
  }

  @Post('agreement')
  @Requires('write', 'programme-record')
  propose(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: TermsBody }) body: z.output<typeof TermsBody>, @Caller() caller: Caller) {
    return this.commands.propose(engagementId, body, caller);
  }

  @Post('agreement/amendments')
  @Requires('write', 'programme-record')
  amend(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: TermsBody }) body: z.output<typeof TermsBody>, @Caller() caller: Caller) {
    return this.commands.amend(engagementId, body, caller);
  }

  /** The text as this party may read it: the sponsor less than the others. */
  @Get('parties/:personId/agreement')
  @Requires('read', 'programme-record', { self: 'personId' })
  readBy(@Param('engagementId', IsUuid) engagementId: string, @Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    return this.agreements.readBy(caller.tenant, engagementId, personId, caller.actor.person);
  }

  /** For the parties, and not for the sponsor. */
  @Get('parties/:personId/agreement/breaches')
  @Requires('read', 'programme-record', { self: 'personId' })
  async breachesFor(@Param('engagementId', IsUuid) engagementId: string, @Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    await this.agreements.requireReader(caller.tenant, engagementId, personId, caller.actor.person);
    return { engagementId, items: await this.breaches.of(caller.tenant, engagementId) };
  }

  @Post('parties/:personId/agreement/signature')
  @Requires('write', 'programme-record', { self: 'personId' })
  sign(
    @Param('engagementId', IsUuid) engagementId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: SignatureBody }) body: z.output<typeof SignatureBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.sign(engagementId, personId, body, caller);
  }

  @Post('parties/:personId/agreement/breach')
  @Requires('write', 'programme-record', { self: 'personId' })
  reportBreach(
    @Param('engagementId', IsUuid) engagementId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: BreachBody }) body: z.output<typeof BreachBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.reportBreach(engagementId, personId, body, caller);
  }

  @Post('parties/:personId/agreement/end')
  @Requires('write', 'programme-record', { self: 'personId' })
  end(
    @Param('engagementId', IsUuid) engagementId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.end(engagementId, personId, caller);
  }
}
