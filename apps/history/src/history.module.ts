import { defineService } from '@cairn/nest-service';
import { EventsController } from './events.controller.js';
import { PractitionersController } from './practitioners.controller.js';
import { ProgrammesController } from './programmes.controller.js';
import { EventCensus, eventCensus } from './read-models/event-census.read-model.js';
import { GrantLedger, grantLedger } from './read-models/grant-ledger.read-model.js';
import { PersonChronicle, personChronicle } from './read-models/person-chronicle.read-model.js';
import { ProgrammeProgress, programmeProgress } from './read-models/programme-progress.read-model.js';

/** The read side across services: it folds what the others have published, and appends nothing of its own. */
export const history = defineService({
  name: 'history',
  streams: [],
  controllers: [ProgrammesController, PractitionersController, EventsController],
  providers: [ProgrammeProgress, GrantLedger, PersonChronicle, EventCensus],
  readModels: [programmeProgress, grantLedger, personChronicle, eventCensus],
  processes: [],
});
