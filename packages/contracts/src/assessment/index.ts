import { FrameworkVersionContinued, FrameworkVersionPublished, FrameworkVersionRetired, RoleProfilePublished } from './framework.js';
import * as needs from './needs.js';

export * from './framework.js';
export * from './needs.js';

export const published = [
  ...[FrameworkVersionPublished, FrameworkVersionContinued, RoleProfilePublished, FrameworkVersionRetired],
  ...[needs.NeedsAssessmentOpened, needs.NeedIdentified, needs.NeedPrioritised, needs.NeedMarkedPrerequisite, needs.NeedWithdrawn],
  ...[needs.NeedsAssessmentCompleted, needs.NeedStandingCorrected, needs.NeedMet],
];
