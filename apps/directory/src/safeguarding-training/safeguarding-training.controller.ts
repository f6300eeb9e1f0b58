import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrencyQuery, SafeguardingCurrency } from '../read-models/safeguarding-currency.js';
import { SafeguardingTrainingCommands, TrainingBody, TrainingCorrectionBody } from './safeguarding-training.commands.js';

@Controller()
export class SafeguardingTrainingController {
  constructor(
    private readonly commands: SafeguardingTrainingCommands,
    private readonly currency: SafeguardingCurrency,
  ) {}

  @Post('people/:personId/safeguarding-training')
  @Requires('write', 'identity')
  record(@Param('personId', IsUuid) personId: string, @Body({ schema: TrainingBody }) body: z.output<typeof TrainingBody>, @Caller() caller: Caller) {
    return this.commands.record(personId, body, caller);
  }

  @Post('people/:personId/safeguarding-training/:trainingId/corrections')
  @Requires('write', 'identity')
  correct(
    @Param('personId', IsUuid) personId: string,
    @Param('trainingId', IsUuid) trainingId: string,
    @Body({ schema: TrainingCorrectionBody }) body: z.output<typeof TrainingCorrectionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.correct(personId, trainingId, body, caller);
  }

  @Get('people/:personId/safeguarding-training')
  @Requires('read', 'identity', { self: 'personId' })
  of(@Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    return this.currency.of(caller.tenant, personId);
  }

  /** Whose training counts on a day, and whose does not. */
  @Get('safeguarding-training')
  @Requires('read', 'identity')
  on(@Query({ schema: CurrencyQuery }) query: z.output<typeof CurrencyQuery>, @Caller() caller: Caller) {
    return this.currency.on(caller.tenant, query);
  }
}
