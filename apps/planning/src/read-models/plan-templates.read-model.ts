import { PlanTemplatePublished } from '@cairn/contracts/planning';
import { InjectRows, notFound, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const { templateId, title, serviceUserBenefit, objectives, adaptations } = PlanTemplatePublished.schema.shape;

/** "From which templates can a plan begin?" One row per template; at most one batch behind. */
export const planTemplates = defineReadModel({
  name: 'plan-templates',
  version: 1,
  row: z.object({ templateId, title, serviceUserBenefit, objectives, adaptations }),
  on: (when) => [
    when(
      PlanTemplatePublished,
      ({ data }) => data.templateId,
      (_, { data }) => data,
    ),
  ],
});

@Injectable()
export class PlanTemplates {
  constructor(@InjectRows(planTemplates) private readonly rows: Rows<RowOf<typeof planTemplates>>) {}

  async page(tenant: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    return { total: await rows.count(), items: await rows.find({}, { order: { title: 'ASC' }, limit, offset }) };
  }

  /** Throws `NOT_FOUND` where there is none. */
  async one(tenant: string, id: string) {
    const row = await this.rows.in(tenant).get(id);
    if (!row) throw notFound('plan template with this id');
    return row;
  }
}
