import { Streams, type PersonalFieldCodec } from '@cairn/event-store';
import { rowsToken, type Projector } from '@cairn/projections';
import type { DynamicModule, Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import type { ServiceDefinition } from './define-service.js';
import { Clock, codecToken, Freshness } from './inject.js';
import { operationsOf } from './operations.js';
import { readModelsController } from './read-models.controller.js';
import { readModelsOf, type ServiceReadModels } from './read-models.js';

export interface Composition {
  readonly module: DynamicModule;
  /** Which read models a request waits for, by the controller that serves it. */
  readonly readModelsOf: (controller: Type) => ServiceReadModels;
}

/** All services as Nest modules. Each module has its own `Streams`, so a service that writes another's streams is refused, and rows of its own read models only. */
export function compose(
  services: readonly { readonly definition: ServiceDefinition; readonly streams: Streams }[],
  projector: Projector,
  { clock, codec }: { readonly clock: Clock; readonly codec: PersonalFieldCodec },
): Composition {
  const byController = new Map<Type, ServiceReadModels>();
  const modules = services.map(({ definition, streams }): DynamicModule & { readonly path: string } => {
    const readModels = readModelsOf(projector, definition);
    const controllers = [...definition.controllers, readModelsController(definition.name, readModels, operationsOf(projector, definition))];
    for (const controller of controllers) byController.set(controller, readModels);
    const rows = definition.readModels.map((model) => ({ provide: rowsToken(model), useValue: projector.rows(definition.name, model) }));
    return {
      module: class ServiceModule {},
      path: `api/${definition.name}`,
      controllers,
      providers: [
        { provide: Streams, useValue: streams },
        { provide: Clock, useValue: clock },
        { provide: codecToken, useValue: codec },
        { provide: Freshness, useValue: new Freshness(readModels.reached, readModels.caughtUp) },
        ...rows,
        ...definition.providers,
      ],
    };
  });
  const routes = RouterModule.register(modules.map(({ path, module }) => ({ path, module })));
  return {
    module: { module: class Services {}, imports: [...modules.map(({ path: _, ...module }) => module), routes] },
    readModelsOf: (controller) => byController.get(controller)!,
  };
}
