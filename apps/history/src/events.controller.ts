import { Caller, Requires } from '@cairn/nest-service';
import { Controller, Get } from '@nestjs/common';
import { EventCensus } from './read-models/event-census.read-model.js';

@Controller('events')
export class EventsController {
  constructor(private readonly census: EventCensus) {}

  /** How many events the record holds, in all and by type. */
  @Get()
  @Requires('read', 'operations')
  countOf(@Caller() caller: Caller) {
    return this.census.of(caller.tenant);
  }
}
