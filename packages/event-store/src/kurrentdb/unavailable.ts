import { StoreUnavailable } from '../port.js';

/** The kinds of error in which the server has answered: asking again would bring the same. The client's name for each, and its number in gRPC. */
const answers = new Set([
  'wrong-expected-version',
  'stream-not-found',
  'stream-deleted',
  'stream-tombstoned',
  'maximum-append-size-exceeded',
  'access-denied',
  'invalid-argument',
  'unsupported',
]);
const answerCodes = new Set([3, 7, 12, 16]);

interface ClientError {
  readonly type?: unknown;
  readonly code?: unknown;
}

/**
 * What went wrong, in the words of the port. The client has many shapes for "no answer": raw gRPC errors without a type when the server is down at the first
 * call, `UnavailableError`, `NotLeaderError`, `CancelledError`, `DeadlineExceededError`, a plain `Error` when discovery fails, and `UnknownError` for a server
 * that is busy or not ready. So whatever is not known to be an answer is {@link StoreUnavailable}.
 */
export function normalised(error: unknown): unknown {
  if (error instanceof StoreUnavailable || isAnswer(error)) return error;
  return new StoreUnavailable('KurrentDB did not answer', { cause: error });
}

export const isType = (error: unknown, type: string): boolean => (error as ClientError | undefined)?.type === type;

function isAnswer(error: unknown): boolean {
  const { type, code } = (error ?? {}) as ClientError;
  return typeof type === 'string' ? answers.has(type) : typeof code === 'number' && answerCodes.has(code);
}

/** The promise's outcome, or {@link StoreUnavailable} after so many milliseconds; what comes later is dropped. */
export function within<T>(milliseconds: number, promise: Promise<T>, late: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      late();
      reject(new StoreUnavailable(`KurrentDB did not answer within ${milliseconds} ms`));
    }, milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
