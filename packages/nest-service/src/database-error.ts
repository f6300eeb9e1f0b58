import { isNativeError } from 'node:util/types';

/** SQLSTATEs and socket errors that say "not now" rather than "not like this". */
const transient = /^(08...|28...|3D000|53...|57P0[1-4]|57014|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What `pg` says without a code. */
const lost =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after)/;

/** Also an error that another realm has made, such as Node's own in a sandbox. */
export const isError = (value: unknown): value is Error & Readonly<Record<string, unknown>> => value instanceof Error || isNativeError(value);

/** Whether the database could not be reached or had no room, so that the same request may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!isError(error)) return false;
  const { code, message, errors, driverError } = error;
  // A query builder wraps the driver's error; a name with several addresses gives one error for each.
  if (isError(driverError)) return isDatabaseUnavailable(driverError);
  if (Array.isArray(errors)) return errors.some(isDatabaseUnavailable);
  return (typeof code === 'string' && transient.test(code)) || lost.test(message);
}

/** Whether the error comes from PostgreSQL, whose messages and details repeat values. */
export const isDatabaseError = (error: Error): boolean => 'driverError' in error || 'severity' in error;
