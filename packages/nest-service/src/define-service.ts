import type { Deadlines, Process } from '@cairn/event-sourcing';
import type { ReadModel } from '@cairn/projections';
import { RequestMethod, Scope, type Provider, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, SCOPE_OPTIONS_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner } from '@nestjs/core';
import { requirementOf, takesLargeBody } from './requires.js';

/** A service is six lists. Its routes live under `/api/<name>`, its read models in the PostgreSQL schema `<name>`. */
export interface ServiceDefinition {
  readonly name: string;
  /** The kinds of stream that this service writes, and nobody else. */
  readonly streams: readonly { readonly category: string }[];
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
  readonly readModels: readonly ReadModel[];
  readonly processes: readonly Process[];
  readonly deadlines: readonly Deadlines[];
}

/** Declares a service. What is not listed is empty. */
export function defineService(definition: Partial<ServiceDefinition> & { readonly name: string }): ServiceDefinition {
  if (!/^[a-z][a-z_]{0,40}$/.test(definition.name)) throw new Error(`a service is named in lower case, not "${definition.name}"`);
  return { streams: [], controllers: [], providers: [], readModels: [], processes: [], deadlines: [], ...definition };
}

/** One route of a controller. `path` is as it is matched, from the root. */
export interface Route {
  readonly controller: Type;
  readonly method: string;
  readonly path: string;
  readonly handler: object;
}

const scanner = new MetadataScanner();

export function routesOf({ name, controllers }: Pick<ServiceDefinition, 'name' | 'controllers'>): readonly Route[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    const prefix = pathsOf(controller)[0];
    return scanner.getAllMethodNames(prototype).flatMap((property) => {
      const handler = prototype[property]!;
      const method = RequestMethod[(Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined) ?? RequestMethod.GET];
      return pathsOf(handler).map((path) => ({ controller, handler, method, path: joined('api', name, prefix, path) }));
    });
  });
}

const pathsOf = (decorated: object): readonly string[] => [(Reflect.getMetadata(PATH_METADATA, decorated) as string | string[] | undefined) ?? []].flat();
const joined = (...parts: readonly (string | undefined)[]) =>
  `/${parts.flatMap((part) => part?.split('/').filter((segment) => segment !== '') ?? []).join('/')}`;

/** Refuses what must not start: a route that says nothing of rights, a stream with two owners, a deadline of another's stream, anything that Nest would build anew for each request. */
export function assertStartable(services: readonly ServiceDefinition[]): void {
  const faults = [
    ...services.flatMap(routesOf).flatMap(faultsOf),
    ...services.flatMap(strangeDeadlinesOf),
    ...twice(
      'service',
      services.map(({ name }) => name),
    ),
    ...twice(
      'stream',
      services.flatMap(({ streams }) => streams.map(({ category }) => category)),
    ),
  ];
  for (const { controllers, providers } of services)
    for (const part of [...controllers, ...providers])
      if (typeof part === 'function' && isRequestScoped(part)) faults.push(`${part.name} is built for each request: give it the default scope`);
  if (faults.length > 0) throw new Error(`the process does not start:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}

function faultsOf({ controller, method, path, handler }: Route): string[] {
  const requirement = requirementOf(handler);
  if (!requirement) return [`${method} ${path} (${controller.name}) has no @Requires: say which action on which data class it is`];
  const { self } = requirement;
  if (self !== undefined && !path.split('/').includes(`:${self}`))
    return [`${method} ${path} (${controller.name}) names :${self} as the person, but has no such parameter`];
  if (takesLargeBody(handler) && !path.split('/').includes('imports'))
    return [`${method} ${path} (${controller.name}) takes a large body: give its path the segment imports`];
  return [];
}

const strangeDeadlinesOf = ({ name, streams, deadlines }: ServiceDefinition) =>
  deadlines
    .filter((deadline) => !streams.some(({ category }) => category === deadline.category))
    .map((deadline) => `the deadlines ${deadline.name} of ${name} are decided by ${deadline.category}, which is not a stream of this service`);

const twice = (what: string, names: readonly string[]) =>
  names.flatMap((name, index) => (names.indexOf(name) === index ? [] : [`there are two owners of the ${what} ${name}`]));
const isRequestScoped = (part: object) => (Reflect.getMetadata(SCOPE_OPTIONS_METADATA, part) as { scope?: Scope } | undefined)?.scope === Scope.REQUEST;
