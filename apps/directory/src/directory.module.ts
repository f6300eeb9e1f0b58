import { defineService } from '@cairn/nest-service';
import { OrganisationCommands } from './organisation/organisation.commands.js';
import { OrganisationController } from './organisation/organisation.controller.js';
import { organisation } from './organisation/organisation.decider.js';
import { SettingsController } from './organisation/settings.controller.js';
import { PersonCommands } from './person/person.commands.js';
import { PersonController } from './person/person.controller.js';
import { person } from './person/person.decider.js';
import { Organisations, organisations } from './read-models/organisations.read-model.js';
import { People, people } from './read-models/people.read-model.js';
import { ReportingLines, reportingLines } from './read-models/reporting-lines.read-model.js';
import { Settings, settings } from './read-models/settings.read-model.js';
import { ReportingCommands } from './reporting/reporting.commands.js';
import { ReportingController } from './reporting/reporting.controller.js';
import { reporting } from './reporting/reporting.decider.js';

/** Who is where: organisations and their settings, people and their roles, and who reports to whom. */
export const directory = defineService({
  name: 'directory',
  streams: [organisation, person, reporting],
  controllers: [OrganisationController, SettingsController, PersonController, ReportingController],
  providers: [OrganisationCommands, PersonCommands, ReportingCommands, Organisations, Settings, People, ReportingLines],
  readModels: [organisations, settings, people, reportingLines],
});
