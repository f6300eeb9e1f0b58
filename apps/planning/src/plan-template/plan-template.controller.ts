import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { PlanTemplates } from '../read-models/plan-templates.read-model.js';
import { PlanTemplateCommands, TemplateBody } from './plan-template.commands.js';

@Controller('plan-templates')
export class PlanTemplateController {
  constructor(
    private readonly commands: PlanTemplateCommands,
    private readonly templates: PlanTemplates,
  ) {}

  @Post()
  @Requires('write', 'framework')
  publish(@Body({ schema: TemplateBody }) body: z.output<typeof TemplateBody>, @Caller() caller: Caller) {
    return this.commands.publish(body, caller);
  }

  @Get()
  @Requires('read', 'framework')
  page(@Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.templates.page(caller.tenant, page);
  }

  @Get(':templateId')
  @Requires('read', 'framework')
  one(@Param('templateId', IsUuid) templateId: string, @Caller() caller: Caller) {
    return this.templates.one(caller.tenant, templateId);
  }
}
