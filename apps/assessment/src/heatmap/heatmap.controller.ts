import { Caller, Clock, IsUuid, Requires } from '@cairn/nest-service';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { NeedsMap } from './needs-map.js';

/** A part of the tree, and a day in UTC, seen at its end; without one, now. */
export const HeatmapQuery = z.strictObject({
  organisationId: IsUuid.schema.optional(),
  regionId: IsUuid.schema.optional(),
  settingId: IsUuid.schema.optional(),
  asAt: z.iso.date().optional(),
});
type HeatmapQuery = z.output<typeof HeatmapQuery>;

@Controller('needs-heatmap')
export class HeatmapController {
  constructor(
    private readonly map: NeedsMap,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('read', 'assessment')
  cells(@Query({ schema: HeatmapQuery }) { asAt, ...subtree }: HeatmapQuery, @Caller() caller: Caller) {
    return this.map.at(caller.tenant, subtree, this.endOf(asAt));
  }

  @Get('figures')
  @Requires('read', 'aggregate')
  figures(@Query({ schema: HeatmapQuery }) { asAt, ...subtree }: HeatmapQuery, @Caller() caller: Caller) {
    return this.map.figuresAt(caller.tenant, subtree, this.endOf(asAt));
  }

  private endOf = (day: string | undefined) => (day === undefined ? this.clock.now().toISOString() : `${day}T23:59:59.999Z`);
}
