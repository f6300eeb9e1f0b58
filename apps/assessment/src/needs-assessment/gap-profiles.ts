import { scaleOf } from '@cairn/contracts/assessment';
import { Injectable } from '@nestjs/common';
import { AssessmentEvidence } from '../read-models/assessment-evidence.read-model.js';
import { FrameworkLibrary, type LibraryVersion } from '../read-models/framework-library.read-model.js';
import { NeedsAssessments } from '../read-models/needs-assessments.read-model.js';
import { Needs } from '../read-models/needs.read-model.js';
import { disagreement, spreadOf } from './disagreement.js';

type Evidence = Awaited<ReturnType<AssessmentEvidence['ofPerson']>>[number];
type Assessment = Awaited<ReturnType<NeedsAssessments['ofPerson']>>[number];
type Need = Awaited<ReturnType<Needs['ofPerson']>>[number];
type Version = Pick<LibraryVersion, 'frameworkId' | 'version' | 'items' | 'scales' | 'profiles'>;

/** What a role asks of a person beside what each source says of them: one profile for each version of a framework that they were assessed against. */
@Injectable()
export class GapProfiles {
  constructor(
    private readonly assessments: NeedsAssessments,
    private readonly evidence: AssessmentEvidence,
    private readonly needs: Needs,
    private readonly library: FrameworkLibrary,
  ) {}

  async of(tenant: string, practitionerId: string) {
    const [assessments, evidence, needs] = await Promise.all([
      this.assessments.ofPerson(tenant, practitionerId),
      this.evidence.ofPerson(tenant, practitionerId),
      this.needs.ofPerson(tenant, practitionerId),
    ]);
    const used = new Map(assessments.map(({ framework }) => [`${framework.frameworkId}/${framework.version}`, framework]));
    const versions = await Promise.all([...used.values()].map(({ frameworkId, version }) => this.library.stored(tenant, frameworkId, version)));
    const known = versions.flatMap((version) => (version ? [version] : []));
    return { practitionerId, profiles: known.map((version) => profileOf(version, assessments.filter(within(version)), evidence, needs)) };
  }
}

const within = (version: Version) => (assessment: Assessment) =>
  assessment.framework.frameworkId === version.frameworkId && assessment.framework.version === version.version;

function profileOf(version: Version, assessments: readonly Assessment[], allEvidence: readonly Evidence[], allNeeds: readonly Need[]) {
  const ids = new Set(assessments.map(({ assessmentId }) => assessmentId));
  const evidence = allEvidence.filter(({ assessmentId }) => ids.has(assessmentId));
  const needs = allNeeds.filter(({ assessmentId }) => ids.has(assessmentId));
  const profileId = assessments.findLast(({ roleProfileId }) => roleProfileId !== null)?.roleProfileId;
  const profile = version.profiles.find((each) => each.profileId === profileId);
  const items = version.items
    .map(({ code }) => itemOf(version, code, profile?.targets.find((target) => target.code === code)?.level ?? null, evidence, needs))
    .filter(({ required, ratings, needs }) => required !== null || ratings.length > 0 || needs.length > 0);
  return {
    ...{ frameworkId: version.frameworkId, version: version.version, roleProfile: profile ? { profileId: profile.profileId, role: profile.role } : null },
    ...{ assessments: assessments.map(({ assessmentId, status }) => ({ assessmentId, status })), items, evidence: evidence.map(summaryOf) },
  };
}

function itemOf(version: Version, code: string, required: number | null, evidence: readonly Evidence[], needs: readonly Need[]) {
  const levels = scaleOf(version.scales, code)?.levels.map(({ value }) => value) ?? [];
  const place = (level: number) => levels.indexOf(level);
  const ratings = evidence.flatMap(({ evidenceId, assessmentId, source, raterId, at, ratings }) =>
    ratings
      .filter((rating) => rating.code === code)
      .map(({ level, corrections }) => ({
        ...{ source, raterId, evidenceId, assessmentId, at, level, corrections },
        /** Levels that are missing to what the role asks for; null where it asks for nothing. */
        gap: required === null ? null : Math.max(0, place(required) - place(level)),
      })),
  );
  const latest = new Map(ratings.map(({ source, raterId, level }) => [`${source}/${raterId}`, level]));
  const spread = spreadOf(latest.values(), levels);
  const concerning = needs.filter(({ items }) => items.some((item) => item.code === code));
  return {
    ...{ code, required, ratings, spread, disagreement: spread >= disagreement },
    needs: concerning.map(({ needId, assessmentId, status, priority }) => ({ needId, assessmentId, status, priority })),
  };
}

const summaryOf = ({ ratings: _, frameworkId: __, version: ___, practitionerId: ____, ...piece }: Evidence) => piece;
