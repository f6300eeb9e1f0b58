import { ConstructMeasured } from '@cairn/contracts/evaluation';
import { Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import { Delegates } from '../read-models/delegates.read-model.js';
import { measure, recordMeasurement } from './measure.decider.js';

export const MeasurementBody = ConstructMeasured.schema.pick({ instrument: true, occasion: true, score: true, scale: true });
/** For paths: `@Param('construct', IsConstruct)`. */
export const IsConstruct = { schema: ConstructMeasured.schema.shape.construct };

/** Which construct of whom, in which programme. */
export interface Measured {
  readonly programmeId: string;
  readonly personId: string;
  readonly construct: string;
}

/** Derived, so that two commands about the same measurement always meet in one stream. */
const streamIdOf = ({ programmeId, personId, construct }: Measured) => uuidv5(`${personId}/${construct}`, programmeId);

@Injectable()
export class MeasureCommands {
  constructor(
    private readonly streams: Streams,
    private readonly delegates: Delegates,
  ) {}

  async record(measured: Measured, body: z.output<typeof MeasurementBody>, context: CommandContext) {
    const { isDelegate, basis } = await this.delegates.seen(context.tenant, measured);
    const measureId = streamIdOf(measured);
    const decision = recordMeasurement({ ...measured, ...body }, { isDelegate });
    return { measureId, ...(await this.streams.transact(measure, measureId, decision, context, { basis })) };
  }
}
