import { DirectoryTaskCompleted, DirectoryWarningRaised } from '@cairn/contracts/directory/internal';
import { defineService, defineTasks } from '@cairn/nest-service';
import { OrganisationCommands } from './organisation/organisation.commands.js';
import { OrganisationController } from './organisation/organisation.controller.js';
import { organisation } from './organisation/organisation.decider.js';
import { SettingsController } from './organisation/settings.controller.js';
import { PersonCommands } from './person/person.commands.js';
import { PersonController } from './person/person.controller.js';
import { person } from './person/person.decider.js';
import { PolicyCommands } from './policy/policy.commands.js';
import { PolicyController } from './policy/policy.controller.js';
import { policy } from './policy/policy.decider.js';
import { Organisations, organisations } from './read-models/organisations.read-model.js';
import { People, people } from './read-models/people.read-model.js';
import { Policies, policies } from './read-models/policies.read-model.js';
import { ReportingLines, reportingLines } from './read-models/reporting-lines.read-model.js';
import { Settings, settings } from './read-models/settings.read-model.js';
import { ReportingCommands } from './reporting/reporting.commands.js';
import { ReportingController } from './reporting/reporting.controller.js';
import { reporting } from './reporting/reporting.decider.js';

const tasks = defineTasks('directory', 'identity', { raised: DirectoryWarningRaised, completed: DirectoryTaskCompleted });

/** Who is where: organisations and their settings, people and their roles, and who reports to whom. */
export const directory = defineService({
  name: 'directory',
  streams: [organisation, person, reporting, policy, ...tasks.streams],
  controllers: [OrganisationController, SettingsController, PersonController, ReportingController, PolicyController, ...tasks.controllers],
  providers: [
    ...[OrganisationCommands, PersonCommands, ReportingCommands, PolicyCommands],
    ...[Organisations, Settings, People, ReportingLines, Policies],
    ...tasks.providers,
  ],
  readModels: [organisations, settings, people, reportingLines, policies, ...tasks.readModels],
});
