/** The read models of a service did not reach the position in time. Nothing is lost: ask again. */
export class PositionNotReached extends Error {
  override readonly name = 'PositionNotReached';
  readonly code = 'POSITION_NOT_REACHED';
  constructor(
    readonly service: string,
    readonly position: bigint,
    /** Where the slowest of them stands, as far as it is known. */
    readonly reached: bigint | undefined,
  ) {
    super(`the read models of ${service} have not reached position ${position} yet; they are at ${reached ?? 'an unknown position'}`);
  }
}

/** Nothing of a service runs until an operator has acted; the message says how. It is looked at again every few seconds. */
export class Halted extends Error {
  override readonly name = 'Halted';
  constructor(
    readonly code: 'STORE_REPLACED' | 'ROW_SCHEMA_CHANGED',
    message: string,
  ) {
    super(message);
  }
}

/** Somebody else has moved the checkpoint: what was folded here is void and was rolled back. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
  constructor() {
    super('the checkpoint was moved by another process');
  }
}

/** An operator asks for what cannot be done now; the message says why. Nothing was changed. */
export class CannotOperate extends Error {
  override readonly name = 'CannotOperate';
  constructor(
    readonly code: 'READ_MODEL_BUSY' | 'VERSION_NOT_COMPLETE' | 'VERSION_NOT_FOLLOWED' | 'VERSION_IN_USE',
    message: string,
  ) {
    super(message);
  }
}

/** A row that a fold made does not fit its schema. Names the field, never the value. */
export class RowDoesNotFit extends Error {
  readonly code = 'ROW_DOES_NOT_FIT';
}

/** A stable word for an error: its code, or the name of its class. Never its message, which may quote what people wrote. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code;
  return error instanceof Error ? error.constructor.name : typeof error;
}

/** One thing that an operator may want to know. Holds names, positions and codes, never data. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, string | number>>) => void;

/** The database of a service's read models has not been reached yet since this process started. Ask again. */
export class ReadModelsUnavailable extends Error {
  override readonly name = 'ReadModelsUnavailable';
  readonly code = 'READ_MODELS_UNAVAILABLE';
  constructor(service: string) {
    super(`the read models of ${service} are not available yet`);
  }
}
