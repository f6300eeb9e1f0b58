import { DirectoryTaskCompleted, DirectoryWarningRaised } from '@cairn/contracts/directory/internal';
import { defineService, defineTasks } from '@cairn/nest-service';
import { ConsentCommands } from './consent/consent.commands.js';
import { ConsentController } from './consent/consent.controller.js';
import { consent } from './consent/consent.decider.js';
import { InConfidence } from './consent/in-confidence.js';
import { directoryGroup } from './group/group.decider.js';
import { ExportFiles } from './import/export.js';
import { ImportCommands } from './import/import.commands.js';
import { ImportController } from './import/import.controller.js';
import { fileImport } from './import/import.decider.js';
import { OrganisationTreeController } from './organisation/organisation-tree.controller.js';
import { OrganisationCommands } from './organisation/organisation.commands.js';
import { OrganisationController } from './organisation/organisation.controller.js';
import { organisation } from './organisation/organisation.decider.js';
import { PerformanceContextCommands } from './performance-context/performance-context.commands.js';
import { PerformanceContextController } from './performance-context/performance-context.controller.js';
import { performanceContext } from './performance-context/performance-context.decider.js';
import { PersonCommands } from './person/person.commands.js';
import { PersonController } from './person/person.controller.js';
import { person } from './person/person.decider.js';
import { PolicyCommands } from './policy/policy.commands.js';
import { PolicyController } from './policy/policy.controller.js';
import { policy } from './policy/policy.decider.js';
import { handOutRoleWhenGroupChanges } from './processes/hand-out-role-when-group-changes.process.js';
import { ProfileCommands } from './profile/profile.commands.js';
import { ProfileController } from './profile/profile.controller.js';
import { profile } from './profile/profile.decider.js';
import { accessNeeds } from './read-models/access-needs.read-model.js';
import { accounts } from './read-models/accounts.read-model.js';
import { ConsentLedger, consents } from './read-models/consents.read-model.js';
import { directoryGroups } from './read-models/directory-groups.read-model.js';
import { Imports, imports } from './read-models/imports.read-model.js';
import { OrganisationTree } from './read-models/organisation-tree.js';
import { Organisations, organisations } from './read-models/organisations.read-model.js';
import { People } from './read-models/people.js';
import { people } from './read-models/people.read-model.js';
import { performanceContexts } from './read-models/performance-contexts.read-model.js';
import { Policies, policies } from './read-models/policies.read-model.js';
import { Regions, regions } from './read-models/regions.read-model.js';
import { ReportingChain } from './read-models/reporting-chain.js';
import { reportingLines } from './read-models/reporting-lines.read-model.js';
import { SafeguardingCurrency } from './read-models/safeguarding-currency.js';
import { safeguardingTraining as trainingRows } from './read-models/safeguarding-training.read-model.js';
import { Settings, settings } from './read-models/settings.read-model.js';
import { ReportingCommands } from './reporting/reporting.commands.js';
import { ReportingController } from './reporting/reporting.controller.js';
import { reporting } from './reporting/reporting.decider.js';
import { SafeguardingTrainingCommands } from './safeguarding-training/safeguarding-training.commands.js';
import { SafeguardingTrainingController } from './safeguarding-training/safeguarding-training.controller.js';
import { safeguardingTraining } from './safeguarding-training/safeguarding-training.decider.js';
import { ScimGroups } from './scim/groups.js';
import { ScimController } from './scim/scim.controller.js';
import { ScimUsers } from './scim/users.js';
import { SettingCommands } from './setting/setting.commands.js';
import { SettingController } from './setting/setting.controller.js';
import { setting } from './setting/setting.decider.js';

const tasks = defineTasks('directory', 'identity', { raised: DirectoryWarningRaised, completed: DirectoryTaskCompleted });

/** Who is where: organisations and their settings, people and their roles, who reports to whom, and what people agree to. */
export const directory = defineService({
  name: 'directory',
  streams: [
    organisation,
    setting,
    person,
    profile,
    safeguardingTraining,
    consent,
    performanceContext,
    reporting,
    policy,
    directoryGroup,
    fileImport,
    ...tasks.streams,
  ],
  controllers: [
    ...[OrganisationController, OrganisationTreeController, SettingController, PersonController, ProfileController, SafeguardingTrainingController],
    ...[ConsentController, PerformanceContextController, ReportingController, PolicyController, ImportController, ScimController],
    ...tasks.controllers,
  ],
  providers: [
    ...[OrganisationCommands, SettingCommands, PersonCommands, ProfileCommands, SafeguardingTrainingCommands],
    ...[ConsentCommands, PerformanceContextCommands, ReportingCommands, PolicyCommands],
    ...[Organisations, Regions, Settings, OrganisationTree, People, ReportingChain, SafeguardingCurrency, ConsentLedger, InConfidence, Policies],
    ...[ImportCommands, ExportFiles, Imports, ScimUsers, ScimGroups],
    ...tasks.providers,
  ],
  readModels: [
    ...[organisations, regions, settings, people, reportingLines, policies],
    ...[trainingRows, consents, accessNeeds, performanceContexts],
    ...[accounts, directoryGroups, imports],
    ...tasks.readModels,
  ],
  processes: [handOutRoleWhenGroupChanges],
});
