import { cmi5014v1 } from './cmi-5014v1.js';
import { facilitatingUnit } from './facilitating-unit.js';
import type { FrameworkData } from './framework-data.js';
import { leadershipUnit } from './leadership-unit.js';
import { shc52 } from './shc52.js';
import { tenPrinciples } from './ten-principles.js';

export type { FrameworkData, ItemData, ScaleData } from './framework-data.js';
export * from './ipswich.js';
export * from './leadership-unit.js';
export * from './programme-templates.js';
export { hasMarkup, plainText } from './plain-text.js';

/** Every framework that is shipped, ready to be loaded. */
export const shippedFrameworks: readonly FrameworkData[] = [
  cmi5014v1,
  tenPrinciples,
  shc52,
  facilitatingUnit,
  { name: 'leadership', ...leadershipUnit, roleProfiles: [] },
];
