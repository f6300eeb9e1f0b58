import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { PersonChronicle } from './read-models/person-chronicle.read-model.js';

/** The part of a chronicle that is asked for: entries after a position. */
const After = Page.pick({ limit: true }).extend({
  after: z
    .string()
    .regex(/^(-1|\d{1,19})$/)
    .default('-1'),
});

@Controller('practitioners/:personId')
export class PractitionersController {
  constructor(private readonly chronicle: PersonChronicle) {}

  /** Everything that is recorded about a person, in plain language and in the order in which it was recorded. */
  @Get('chronicle')
  @Requires('read', 'history', { self: 'personId' })
  chronicleOf(@Param('personId', IsUuid) personId: string, @Query({ schema: After }) part: z.output<typeof After>, @Caller() caller: Caller) {
    return this.chronicle.of(caller.tenant, personId, { ...part, after: BigInt(part.after) });
  }
}
