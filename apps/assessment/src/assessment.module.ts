import { AssessmentTaskCompleted, AssessmentWarningRaised } from '@cairn/contracts/assessment/internal';
import { defineService, defineTasks } from '@cairn/nest-service';
import { FrameworkCommands } from './framework/framework.commands.js';
import { FrameworkExchangeController } from './framework/framework-exchange.controller.js';
import { FrameworkExports } from './framework/framework-exports.js';
import { FrameworkImportCommands } from './framework/framework-import.commands.js';
import { FrameworkController } from './framework/framework.controller.js';
import { framework } from './framework/framework.decider.js';
import { InspectionCommands } from './inspection/inspection.commands.js';
import { InspectionController } from './inspection/inspection.controller.js';
import { inspection } from './inspection/inspection.decider.js';
import { NeedsAssessmentCommands } from './needs-assessment/needs-assessment.commands.js';
import { NeedsAssessmentController } from './needs-assessment/needs-assessment.controller.js';
import { needsAssessment } from './needs-assessment/needs-assessment.decider.js';
import { NeedsController } from './needs-assessment/needs.controller.js';
import { FrameworkLibrary, frameworkLibrary } from './read-models/framework-library.read-model.js';
import { Frameworks, frameworks } from './read-models/frameworks.read-model.js';
import { NeedsAssessments, needsAssessments } from './read-models/needs-assessments.read-model.js';
import { Needs, needs } from './read-models/needs.read-model.js';

const tasks = defineTasks('assessment', 'assessment', { raised: AssessmentWarningRaised, completed: AssessmentTaskCompleted });

/** What people need, and why anybody says so: frameworks, inspections, and the assessments that bring them together. */
export const assessment = defineService({
  name: 'assessment',
  streams: [framework, inspection, needsAssessment, ...tasks.streams],
  controllers: [FrameworkController, FrameworkExchangeController, InspectionController, NeedsAssessmentController, NeedsController, ...tasks.controllers],
  providers: [
    ...[FrameworkCommands, FrameworkImportCommands, FrameworkExports, InspectionCommands, NeedsAssessmentCommands],
    ...[Frameworks, FrameworkLibrary, Needs, NeedsAssessments],
    ...tasks.providers,
  ],
  readModels: [frameworks, frameworkLibrary, needs, needsAssessments, ...tasks.readModels],
});
