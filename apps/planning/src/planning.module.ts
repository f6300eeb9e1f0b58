import { PlanningTaskCompleted, PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineService, defineTasks } from '@cairn/nest-service';
import { GrantCommands } from './grant/grant.commands.js';
import { GrantController } from './grant/grant.controller.js';
import { grant } from './grant/grant.decider.js';
import { ProgrammeCommands } from './programme/programme.commands.js';
import { ProgrammeController } from './programme/programme.controller.js';
import { programme } from './programme/programme.decider.js';
import { submissionWindowEnds } from './programme/submission-window-ends.deadlines.js';
import { AssessedNeeds, assessedNeeds } from './read-models/assessed-needs.read-model.js';
import { DelegateAttendance, delegateAttendance } from './read-models/delegate-attendance.read-model.js';
import { Grants, grants } from './read-models/grants.read-model.js';
import { Groups, groups } from './read-models/groups.read-model.js';
import { People, people } from './read-models/people.read-model.js';
import { Policies, policies } from './read-models/policies.read-model.js';
import { Programmes, programmes } from './read-models/programmes.read-model.js';
import { ReportingLines, reportingLines } from './read-models/reporting-lines.read-model.js';
import { TrainingPlanLines, trainingPlanLines } from './read-models/training-plan-lines.read-model.js';
import { TrainingPlans, trainingPlans } from './read-models/training-plans.read-model.js';
import { TrainingPlanCommands } from './training-plan/training-plan.commands.js';
import { TrainingPlanController } from './training-plan/training-plan.controller.js';
import { trainingPlan } from './training-plan/training-plan.decider.js';

const tasks = defineTasks('planning', 'programme-record', { raised: PlanningWarningRaised, completed: PlanningTaskCompleted });

/** Who takes part in which programme, what training they plan for which needs, and the grants that pay for it. */
export const planning = defineService({
  name: 'planning',
  streams: [programme, trainingPlan, grant, ...tasks.streams],
  controllers: [ProgrammeController, TrainingPlanController, GrantController, ...tasks.controllers],
  providers: [
    ...[ProgrammeCommands, TrainingPlanCommands, GrantCommands],
    ...[Programmes, Groups, TrainingPlans, TrainingPlanLines, Grants],
    ...[People, ReportingLines, AssessedNeeds, DelegateAttendance, Policies],
    ...tasks.providers,
  ],
  readModels: [
    ...[programmes, groups, trainingPlans, trainingPlanLines, grants],
    ...[people, reportingLines, assessedNeeds, delegateAttendance, policies],
    ...tasks.readModels,
  ],
  deadlines: [submissionWindowEnds],
});
