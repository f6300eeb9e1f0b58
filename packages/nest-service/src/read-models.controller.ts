import { Body, Controller, Get, HttpCode, Param, Post, type Type } from '@nestjs/common';
import { z } from 'zod';
import { Nothing } from './inputs.js';
import type { Operations } from './operations.js';
import type { ServiceReadModels } from './read-models.js';
import { Requires } from './requires.js';

const Name = { schema: z.string().regex(/^[a-z][a-z0-9-]{0,44}$/) };
const Version = z.strictObject({ version: z.int().min(1) });

/** What every service says of its own read models, and what an operator may do to them. */
export function readModelsController(service: string, readModels: ServiceReadModels, operations: Operations): Type {
  @Controller('read-models')
  class ReadModelsController {
    /** Name, version, position, lag in events and seconds, what is parked, and the last rebuild. */
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
      return operations.verify(name);
    }

    /** Begins to fold everything again, beside the table in use, which it replaces at the end. The list says how far it is, and how it ended. */
    @Post(':name/rebuild')
    @HttpCode(202)
    @Requires('operate', 'operations')
    rebuild(@Param('name', Name) name: string, @Body({ schema: Nothing }) _: z.output<typeof Nothing>) {
      return operations.rebuild(name);
    }

    /** From now on queries are answered from this version: forward, or back to one that a release which runs follows. */
    @Post(':name/activate')
    @HttpCode(200)
    @Requires('operate', 'operations')
    activate(@Param('name', Name) name: string, @Body({ schema: Version }) { version }: z.output<typeof Version>) {
      return operations.activate(name, version);
    }

    /** Drops a version that answers no queries, and that no release which runs follows. */
    @Post(':name/retire')
    @HttpCode(200)
    @Requires('operate', 'operations')
    retire(@Param('name', Name) name: string, @Body({ schema: Version }) { version }: z.output<typeof Version>) {
      return operations.retire(name, version);
    }

    /**
     * Tries again all that waits under this name: events that are parked for a read model or a process, each key in its order; deadlines that were refused;
     * what has stopped.
     */
    @Post(':name/replay-parked')
    @HttpCode(200)
    @Requires('operate', 'operations')
    replayParked(@Param('name', Name) name: string, @Body({ schema: Nothing }) _: z.output<typeof Nothing>) {
      return operations.replayParked(name);
    }

    /** Of a service that is halted because the event store was restored or replaced: takes this store to be the right one, and begins to rebuild everything. */
    @Post('accept-store')
    @HttpCode(202)
    @Requires('operate', 'operations')
    async acceptStore(@Body({ schema: Nothing }) _: z.output<typeof Nothing>) {
      await operations.acceptStore();
      return { service };
    }
  }
  // The operations of two services in one process need two names in the API's document.
  Object.defineProperty(ReadModelsController, 'name', { value: `${service[0]!.toUpperCase()}${service.slice(1)}ReadModels` });
  return ReadModelsController;
}
