import type { Action, DataClass } from '@cairn/access';
import { SetMetadata } from '@nestjs/common';

export interface Requirement {
  readonly action: Action;
  readonly dataClass: DataClass;
  /** The path parameter that holds the id of the person whom the route is about. */
  readonly self?: string;
}

const requirement = 'cairn:requires';

/**
 * What a caller must be allowed for this route. Every route has one, or the process does not start.
 * @param self the path parameter that names the person whom the route is about: rights to one's own records count where that person is the caller
 */
export const Requires = (action: Action, dataClass: DataClass, { self }: { readonly self?: string } = {}): MethodDecorator =>
  SetMetadata<string, Requirement>(requirement, { action, dataClass, ...(self !== undefined && { self }) });

export const requirementOf = (route: object): Requirement | undefined => Reflect.getMetadata(requirement, route) as Requirement | undefined;

const largeBody = 'cairn:large-body';

/**
 * For a route that takes a file: its body may be larger than others', and is read only from those who may use the route. Its path has the segment
 * `imports`, by which a proxy in front knows it.
 */
export const LargeBody = (): MethodDecorator => SetMetadata(largeBody, true);

export const takesLargeBody = (route: object): boolean => Reflect.getMetadata(largeBody, route) === true;
