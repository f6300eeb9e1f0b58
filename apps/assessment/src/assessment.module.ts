import { AssessmentTaskCompleted, AssessmentWarningRaised } from '@cairn/contracts/assessment/internal';
import { defineService, defineTasks } from '@cairn/nest-service';
import { FrameworkCommands } from './framework/framework.commands.js';
import { FrameworkController } from './framework/framework.controller.js';
import { framework } from './framework/framework.decider.js';
import { FrameworkImportCommands } from './framework/framework-import.commands.js';
import { FrameworkExports } from './framework/framework-exports.js';
import { CaseController } from './framework/case/case.controller.js';
import { FrameworkExchangeController } from './framework/framework-exchange.controller.js';
import { InspectionCommands } from './inspection/inspection.commands.js';
import { InspectionController } from './inspection/inspection.controller.js';
import { inspection } from './inspection/inspection.decider.js';
import { HeatmapController } from './heatmap/heatmap.controller.js';
import { NeedsMap } from './heatmap/needs-map.js';
import { AssessmentStreams } from './needs-assessment/assessment-streams.js';
import { EvidenceCommands } from './needs-assessment/evidence.commands.js';
import { EvidenceController } from './needs-assessment/evidence.controller.js';
import { GapProfiles } from './needs-assessment/gap-profiles.js';
import { NeedController } from './needs-assessment/need.controller.js';
import { need } from './needs-assessment/need.decider.js';
import { NeedsAssessmentCommands } from './needs-assessment/needs-assessment.commands.js';
import { NeedsAssessmentController } from './needs-assessment/needs-assessment.controller.js';
import { needsAssessment } from './needs-assessment/needs-assessment.decider.js';
import { NeedCommands } from './needs-assessment/needs.commands.js';
import { NeedsController } from './needs-assessment/needs.controller.js';
import { OwnAssessmentController } from './needs-assessment/own-assessment.controller.js';
import { ReadinessModelsController } from './needs-assessment/readiness-models.controller.js';
import { AssessmentEvidence, assessmentEvidence } from './read-models/assessment-evidence.read-model.js';
import { FrameworkLibrary, frameworkLibrary } from './read-models/framework-library.read-model.js';
import { Frameworks, frameworks } from './read-models/frameworks.read-model.js';
import { NeedsAssessments, needsAssessments } from './read-models/needs-assessments.read-model.js';
import { NeedsHeatmap, needsHeatmap } from './read-models/needs-heatmap.read-model.js';
import { Inspections, inspections } from './read-models/inspections.read-model.js';
import { Needs, needs } from './read-models/needs.read-model.js';
import { People, people } from './read-models/people.read-model.js';
import { Settings, settings } from './read-models/settings.read-model.js';

const tasks = defineTasks('assessment', 'assessment', { raised: AssessmentWarningRaised, completed: AssessmentTaskCompleted });

/** What people need, and why anybody says so: frameworks, inspections, and the assessments that bring them together. */
export const assessment = defineService({
  name: 'assessment',
  streams: [framework, inspection, needsAssessment, need, ...tasks.streams],
  controllers: [
    ...[
      FrameworkController,
      FrameworkExchangeController,
      CaseController,
      InspectionController,
      NeedsAssessmentController,
      EvidenceController,
      OwnAssessmentController,
      NeedController,
    ],
    ...[NeedsController, HeatmapController, ReadinessModelsController],
    ...tasks.controllers,
  ],
  providers: [
    ...[
      FrameworkCommands,
      FrameworkImportCommands,
      FrameworkExports,
      InspectionCommands,
      NeedsAssessmentCommands,
      EvidenceCommands,
      NeedCommands,
      AssessmentStreams,
    ],
    ...[Frameworks, FrameworkLibrary, Inspections, Needs, NeedsAssessments, AssessmentEvidence, NeedsHeatmap, People, Settings, GapProfiles, NeedsMap],
    ...tasks.providers,
  ],
  readModels: [frameworks, frameworkLibrary, inspections, needs, needsAssessments, assessmentEvidence, needsHeatmap, people, settings, ...tasks.readModels],
});
