import { Caller, Requires } from '@cairn/nest-service';
import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { OrganisationTree, TreeQuery } from '../read-models/organisation-tree.js';

@Controller('organisation-tree')
export class OrganisationTreeController {
  constructor(private readonly tree: OrganisationTree) {}

  /** Organisations, their regions and their open settings: now, or as they were at an instant. */
  @Get()
  @Requires('read', 'organisation')
  asAt(@Query({ schema: TreeQuery }) query: z.output<typeof TreeQuery>, @Caller() caller: Caller) {
    return this.tree.asAt(caller.tenant, query);
  }
}
