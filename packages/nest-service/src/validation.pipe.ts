import { Injectable, StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { Violation } from '@cairn/event-sourcing';
import { MalformedRequest, notFound } from './problem.js';

/** Violations that an answer lists, and characters of a path that it repeats. */
const most = { violations: 50, path: 200 };

/**
 * Checks what has a schema. A body or query that does not fit is malformed, and the answer names each field. A path that does not fit names nothing that
 * could exist, and is answered as such.
 */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => new MalformedRequest(issues.flatMap(violationsOf).slice(0, most.violations)) });
  }

  override async transform<T = unknown>(value: T, metadata: ArgumentMetadata): Promise<T> {
    try {
      return (await super.transform(value, metadata)) as T;
    } catch (error) {
      throw metadata.type === 'param' && error instanceof MalformedRequest ? notFound() : error;
    }
  }
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** zod says more than the standard asks for. */
  readonly code?: string;
  readonly keys?: readonly string[];
}

function violationsOf({ message, path = [], code = 'invalid', keys }: Issue): Violation[] {
  const segments = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  const at = (...more: string[]) => [...segments, ...more].join('.').slice(0, most.path);
  if (code === 'unrecognized_keys' && keys) return keys.map((key) => ({ code: 'UNKNOWN_FIELD', detail: 'there is no such field', path: at(key) }));
  return [{ code: code.toUpperCase(), detail: message, path: at() }];
}
