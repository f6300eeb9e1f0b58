import { Controller, Get, HttpCode, Param, Post, type Type } from '@nestjs/common';
import { z } from 'zod';
import type { ServiceReadModels } from './read-models.js';
import { Requires } from './requires.js';

const Name = { schema: z.string().regex(/^[a-z][a-z0-9-]{0,44}$/) };

/** What every service says of its own read models. */
export function readModelsController(service: string, readModels: ServiceReadModels): Type {
  @Controller('read-models')
  class ReadModelsController {
    /** Name, version, position, lag and what is parked. */
    @Get()
    @Requires('read', 'operations')
    list() {
      return readModels.status();
    }

    /** Folds everything again from the first event into a table of its own, and compares. Takes as long as a rebuild. */
    @Post(':name/verify')
    @HttpCode(200)
    @Requires('operate', 'operations')
    verify(@Param('name', Name) name: string) {
      return readModels.verify(name);
    }
  }
  // The operations of two services in one process need two names in the API's document.
  Object.defineProperty(ReadModelsController, 'name', { value: `${service[0]!.toUpperCase()}${service.slice(1)}ReadModels` });
  return ReadModelsController;
}
