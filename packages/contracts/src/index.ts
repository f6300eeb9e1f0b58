import type { EventDefinition } from '@cairn/event-sourcing';
import * as assessment from './assessment/index.js';
import { internal as assessmentInternal } from './assessment/internal.js';
import * as directory from './directory/index.js';
import { internal as directoryInternal } from './directory/internal.js';
import * as evaluation from './evaluation/index.js';
import { internal as evaluationInternal } from './evaluation/internal.js';
import * as planning from './planning/index.js';
import { internal as planningInternal } from './planning/internal.js';
import * as sessions from './sessions/index.js';
import { internal as sessionsInternal } from './sessions/internal.js';

/** Every stored event by the service that owns it: for the catalogue, the fixtures and the tests of ownership. Services import their own folder instead. */
export const catalogue: Readonly<Record<string, { readonly published: readonly EventDefinition[]; readonly internal: readonly EventDefinition[] }>> = {
  directory: { published: directory.published as readonly EventDefinition[], internal: directoryInternal as readonly EventDefinition[] },
  assessment: { published: assessment.published as readonly EventDefinition[], internal: assessmentInternal as readonly EventDefinition[] },
  planning: { published: planning.published as readonly EventDefinition[], internal: planningInternal as readonly EventDefinition[] },
  sessions: { published: sessions.published as readonly EventDefinition[], internal: sessionsInternal as readonly EventDefinition[] },
  evaluation: { published: evaluation.published as readonly EventDefinition[], internal: evaluationInternal },
};
