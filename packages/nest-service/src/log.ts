import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { isDatabaseError, isError } from './database-error.js';

const secrets = ['authorization', 'cookie', 'password', 'token', 'secret'];

/**
 * Lines of JSON. Who logs for a request gives its correlation id: an AsyncLocalStorage to do that unseen costs a fifth of a request's CPU on Node 20.
 * They hold names, numbers, codes and ids; never a body, a query value or a header. Errors lose everything but their name, code, sentence
 * and stack, and those of the database their sentence too, since it repeats values.
 */
export const openLog = (level: string, destination: DestinationStream = pino.destination(1)): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '(hidden)' },
      serializers: { err: loggable },
    },
    destination,
  );

/** What a log may hold of an error. */
export function loggable(error: unknown): object {
  if (!isError(error)) return { name: typeof error };
  const { name, message, stack, cause, code } = error;
  return {
    name,
    ...(typeof code === 'string' && { code }),
    ...(!isDatabaseError(error) && { message }),
    at: (stack ?? '').split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : [])),
    ...(cause !== undefined && { cause: loggable(cause) }),
  };
}

/** Nest's own words in our log. What it tells of its start is of interest to who debugs it. */
export function nestLog(log: Logger): LoggerService {
  const at =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]): void => {
      const context = rest.at(-1);
      const err = isError(message) ? message : rest.find(isError);
      log[level]({ ...(typeof context === 'string' && { context }), ...(err !== undefined && { err }) }, typeof message === 'string' ? message : 'Nest');
    };
  return { log: at('debug'), debug: at('debug'), verbose: at('debug'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
}
