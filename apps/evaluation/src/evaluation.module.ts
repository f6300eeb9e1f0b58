import { defineService } from '@cairn/nest-service';
import { MeasureCommands } from './measure/measure.commands.js';
import { MeasureController } from './measure/measure.controller.js';
import { measure } from './measure/measure.decider.js';
import { ConstructOutcomes, constructOutcomes } from './read-models/construct-outcomes.read-model.js';
import { Delegates, delegates } from './read-models/delegates.read-model.js';

/** What changed: the same measure, before a programme and after it. */
export const evaluation = defineService({
  name: 'evaluation',
  streams: [measure],
  controllers: [MeasureController],
  providers: [MeasureCommands, Delegates, ConstructOutcomes],
  readModels: [delegates, constructOutcomes],
});
