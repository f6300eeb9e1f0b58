import { PlanTemplatePublished } from '@cairn/contracts/planning';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { planTemplate, publishPlanTemplate } from './plan-template.decider.js';

export const TemplateBody = PlanTemplatePublished.schema.pick({ title: true, serviceUserBenefit: true, objectives: true, adaptations: true });

@Injectable()
export class PlanTemplateCommands {
  constructor(private readonly streams: Streams) {}

  async publish(body: z.output<typeof TemplateBody>, context: CommandContext) {
    const templateId = newId(context, 'plan-template');
    return { templateId, ...(await this.streams.transact(planTemplate, templateId, publishPlanTemplate({ templateId, ...body }), context)) };
  }
}
