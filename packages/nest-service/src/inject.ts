import type { PersonalFieldCodec } from '@cairn/event-store';
import { rowsToken, type ReadModel } from '@cairn/projections';
import { Inject } from '@nestjs/common';

/** Injects the rows of one of the service's own read models: `@InjectRows(beds) private readonly rows: Rows<RowOf<typeof beds>>`. */
export const InjectRows = (model: Pick<ReadModel, 'name' | 'version'>): PropertyDecorator & ParameterDecorator => Inject(rowsToken(model));

/** The time of the server, for commands whose rules are judged by the day: a decision takes it as an argument. */
export class Clock {
  constructor(readonly now: () => Date) {}
}

/** How far the service's own read models are: for a command that answers with what it reads afterwards, or that looks at all of something before. */
export class Freshness {
  constructor(
    /** Until they have seen the position. Throws `PositionNotReached` after two seconds. */
    readonly reached: (position: bigint) => Promise<void>,
    /** Until they have seen everything that is on record now. */
    readonly now: () => Promise<void>,
  ) {}
}

export type { PersonalFieldCodec };
export const codecToken = 'cairn:codec';
/** Injects what opens sealed values, at the query edge: `@InjectCodec() private readonly codec: PersonalFieldCodec`. */
export const InjectCodec = (): PropertyDecorator & ParameterDecorator => Inject(codecToken);
