import { Requires } from '@cairn/nest-service';
import { Controller, Get } from '@nestjs/common';
import { readinessModels } from './readiness-models.js';

@Controller('readiness-models')
export class ReadinessModelsController {
  /** The registry, with where each model comes from, and whether that was confirmed. */
  @Get()
  @Requires('read', 'framework')
  list() {
    return { items: readinessModels };
  }
}
