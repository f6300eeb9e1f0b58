import { PlanningTaskCompleted, PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineService, defineTasks } from '@cairn/nest-service';
import { AgreementCommands } from './agreement/agreement.commands.js';
import { AgreementController } from './agreement/agreement.controller.js';
import { agreement } from './agreement/agreement.decider.js';
import { conflictWatch } from './conflict-watch/conflict-watch.decider.js';
import { ConversationCommands } from './conversation/conversation.commands.js';
import { ConversationController } from './conversation/conversation.controller.js';
import { conversation } from './conversation/conversation.decider.js';
import { ConflictCommands } from './engagement/conflict.commands.js';
import { ConflictController } from './engagement/conflict.controller.js';
import { conflictReviewIsDue } from './engagement/conflict-review-is-due.deadlines.js';
import { EngagementCommands } from './engagement/engagement.commands.js';
import { EngagementController } from './engagement/engagement.controller.js';
import { engagement } from './engagement/engagement.decider.js';
import { GrantCommands } from './grant/grant.commands.js';
import { GrantController } from './grant/grant.controller.js';
import { grant } from './grant/grant.decider.js';
import { MatchingCommands } from './matching/matching.commands.js';
import { MatchingController } from './matching/matching.controller.js';
import { matching } from './matching/matching.decider.js';
import { ImprovementCommands } from './improvement/improvement.commands.js';
import { ImprovementController } from './improvement/improvement.controller.js';
import { improvement } from './improvement/improvement.decider.js';
import { LineageCommands } from './lineage/lineage.commands.js';
import { LineageController } from './lineage/lineage.controller.js';
import { lineage } from './lineage/lineage.decider.js';
import { OrganisationObjectiveCommands } from './organisation-objective/organisation-objective.commands.js';
import { OrganisationObjectiveController } from './organisation-objective/organisation-objective.controller.js';
import { organisationObjective } from './organisation-objective/organisation-objective.decider.js';
import { PlanTemplateCommands } from './plan-template/plan-template.commands.js';
import { PlanTemplateController } from './plan-template/plan-template.controller.js';
import { planTemplate } from './plan-template/plan-template.decider.js';
import { PlanContentCommands } from './plan/plan-content.commands.js';
import { PlanContentController } from './plan/plan-content.controller.js';
import { PlanCommands } from './plan/plan.commands.js';
import { PlanController } from './plan/plan.controller.js';
import { plan } from './plan/plan.decider.js';
import { flagConflictWhenReportingLineChanges } from './processes/flag-conflict-when-reporting-line-changes.process.js';
import { ProgrammeCommands } from './programme/programme.commands.js';
import { ProgrammeController } from './programme/programme.controller.js';
import { programme } from './programme/programme.decider.js';
import { sponsorCommitmentLapses } from './programme/sponsor-commitment-lapses.deadlines.js';
import { submissionWindowEnds } from './programme/submission-window-ends.deadlines.js';
import { QualityCycleCommands } from './quality-cycle/quality-cycle.commands.js';
import { QualityCycleController } from './quality-cycle/quality-cycle.controller.js';
import { qualityCycle } from './quality-cycle/quality-cycle.decider.js';
import { AgreementBreaches, agreementBreaches } from './read-models/agreement-breaches.read-model.js';
import { AssessedNeeds, assessedNeeds } from './read-models/assessed-needs.read-model.js';
import { CoachingStyleConversations, coachingStyleConversations } from './read-models/coaching-style-conversations.read-model.js';
import { DelegateAttendance, delegateAttendance } from './read-models/delegate-attendance.read-model.js';
import { EngagementConflicts, engagementConflicts } from './read-models/engagement-conflicts.read-model.js';
import { Engagements, engagements } from './read-models/engagements.read-model.js';
import { GoldenThread, goldenThread } from './read-models/golden-thread.read-model.js';
import { Grants, grants } from './read-models/grants.read-model.js';
import { Groups, groups } from './read-models/groups.read-model.js';
import { Improvements, improvements } from './read-models/improvements.read-model.js';
import { LearningAgreements, learningAgreements } from './read-models/learning-agreements.read-model.js';
import { Matches, matches } from './read-models/matches.read-model.js';
import { OrganisationObjectives, organisationObjectives } from './read-models/organisation-objectives.read-model.js';
import { People, people } from './read-models/people.read-model.js';
import { PlanBoard, planBoard } from './read-models/plan-board.read-model.js';
import { PlanContents, planContents } from './read-models/plan-contents.read-model.js';
import { PlanObjectives, planObjectives } from './read-models/plan-objectives.read-model.js';
import { PlanTemplates, planTemplates } from './read-models/plan-templates.read-model.js';
import { Policies, policies } from './read-models/policies.read-model.js';
import { ProgrammeLineage, programmeLineage } from './read-models/programme-lineage.read-model.js';
import { Programmes, programmes } from './read-models/programmes.read-model.js';
import { QualityCycleBoard, qualityCycleBoard } from './read-models/quality-cycle-board.read-model.js';
import { ReportingLines, reportingLines } from './read-models/reporting-lines.read-model.js';
import { SafeguardingTraining, safeguardingTraining } from './read-models/safeguarding-training.read-model.js';
import { SkillHolders, skillHolders } from './read-models/skill-holders.read-model.js';
import { SupporterLoad, supporterLoad } from './read-models/supporter-load.read-model.js';
import { TeamSkillCoverage, teamSkillCoverage } from './read-models/team-skill-coverage.read-model.js';
import { TrainingPlanLines, trainingPlanLines } from './read-models/training-plan-lines.read-model.js';
import { TrainingPlans, trainingPlans } from './read-models/training-plans.read-model.js';
import { SupporterCommands } from './supporter/supporter.commands.js';
import { SupporterController } from './supporter/supporter.controller.js';
import { supporter } from './supporter/supporter.decider.js';
import { TeamPlanCommands } from './team-plan/team-plan.commands.js';
import { TeamPlanController } from './team-plan/team-plan.controller.js';
import { teamPlan } from './team-plan/team-plan.decider.js';
import { TrainingPlanCommands } from './training-plan/training-plan.commands.js';
import { TrainingPlanController } from './training-plan/training-plan.controller.js';
import { trainingPlan } from './training-plan/training-plan.decider.js';

const tasks = defineTasks('planning', 'programme-record', { raised: PlanningWarningRaised, completed: PlanningTaskCompleted });

/** Who supports whom and by which plan; who takes part in which programme, what training they plan for which needs, and the grants that pay for it. */
export const planning = defineService({
  name: 'planning',
  streams: [
    ...[programme, trainingPlan, grant, engagement, conflictWatch, agreement, supporter, matching, conversation],
    ...[plan, planTemplate, organisationObjective],
    ...[qualityCycle, improvement, teamPlan, lineage],
    ...tasks.streams,
  ],
  controllers: [
    ...[ProgrammeController, TrainingPlanController, GrantController],
    ...[EngagementController, ConflictController, AgreementController, SupporterController, MatchingController, ConversationController],
    ...[PlanController, PlanContentController, PlanTemplateController, OrganisationObjectiveController],
    ...[QualityCycleController, ImprovementController, TeamPlanController, LineageController],
    ...tasks.controllers,
  ],
  providers: [
    ...[ProgrammeCommands, TrainingPlanCommands, GrantCommands],
    ...[EngagementCommands, ConflictCommands, AgreementCommands, SupporterCommands, MatchingCommands, ConversationCommands],
    ...[Engagements, EngagementConflicts, LearningAgreements, AgreementBreaches, SupporterLoad, Matches, CoachingStyleConversations],
    ...[PlanCommands, PlanContentCommands, PlanTemplateCommands, OrganisationObjectiveCommands],
    ...[Programmes, Groups, TrainingPlans, TrainingPlanLines, Grants],
    ...[PlanBoard, PlanContents, PlanObjectives, PlanTemplates, OrganisationObjectives, GoldenThread],
    ...[People, ReportingLines, AssessedNeeds, DelegateAttendance, Policies, SafeguardingTraining],
    ...[QualityCycleCommands, ImprovementCommands, TeamPlanCommands, LineageCommands],
    ...[QualityCycleBoard, Improvements, TeamSkillCoverage, SkillHolders, ProgrammeLineage],
    ...tasks.providers,
  ],
  readModels: [
    ...[programmes, groups, trainingPlans, trainingPlanLines, grants],
    ...[engagements, engagementConflicts, learningAgreements, agreementBreaches, supporterLoad, matches, coachingStyleConversations],
    ...[planBoard, planContents, planObjectives, planTemplates, organisationObjectives, goldenThread],
    ...[people, reportingLines, assessedNeeds, delegateAttendance, policies, safeguardingTraining],
    ...[qualityCycleBoard, improvements, teamSkillCoverage, skillHolders, programmeLineage],
    ...tasks.readModels,
  ],
  processes: [flagConflictWhenReportingLineChanges],
  deadlines: [submissionWindowEnds, sponsorCommitmentLapses, conflictReviewIsDue],
});
