import {
  agreementParts,
  LearningAgreementAmended,
  LearningAgreementEnded,
  LearningAgreementProposed,
  LearningAgreementSigned,
  LearningAgreementTookEffect,
} from '@cairn/contracts/planning';
import { DomainError, sealedValue, type EventOf, type Recorded } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, notFound, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({
  ...{ engagementId: z.uuid(), version: z.int(), practitionerId: z.uuid() },
  parties: z.array(z.object({ personId: z.uuid(), part: z.enum(agreementParts) })),
  ...{ purpose: sealedValue(), boundaries: sealedValue(), confidentialityLimits: sealedValue(), groundRules: sealedValue(), powerStatement: sealedValue() },
  ...{ dataSharing: sealedValue(), endTerms: sealedValue(), assessingRole: sealedValue().nullable(), sponsorPart: sealedValue().nullable() },
  ...{ reviewOn: z.iso.date(), signedBy: z.array(z.uuid()), proposedAt: z.iso.datetime(), tookEffectAt: z.iso.datetime().nullable() },
  /** `superseded`: another version was proposed before everybody had signed this one; `replaced`: it was in force until another took effect. */
  status: z.enum(['proposed', 'in-force', 'superseded', 'replaced', 'ended']),
});
type Row = RowOf<{ row: typeof Row }>;

const keyOf = (engagementId: string, version: number) => `${engagementId}/${version}`;
const earlier = (engagementId: string, version: number | null) => (version === null ? [] : [keyOf(engagementId, version)]);

function proposed({ data, metadata }: Recorded<EventOf<typeof LearningAgreementProposed>>): Row {
  const { engagementId, version, practitionerId, parties, purpose, boundaries, confidentialityLimits, groundRules, powerStatement } = data;
  const { dataSharing, endTerms, assessingRole, sponsorPart, reviewOn } = data;
  return {
    ...{ engagementId, version, practitionerId, parties, purpose, boundaries, confidentialityLimits, groundRules, powerStatement },
    ...{ dataSharing, endTerms, assessingRole, sponsorPart, reviewOn },
    ...{ signedBy: [], proposedAt: metadata.occurredAt, tookEffectAt: null, status: 'proposed' },
  };
}

/** "What was agreed, in which version, and who has signed it?" One row per version, its text sealed; at most one batch behind. */
export const learningAgreements = defineReadModel({
  name: 'learning-agreements',
  version: 1,
  row: Row,
  indexes: [['engagementId', 'version']],
  on: (when) => [
    when(
      LearningAgreementProposed,
      ({ data }) => keyOf(data.engagementId, data.version),
      (_, event) => proposed(event),
    ),
    when(
      LearningAgreementAmended,
      ({ data }) => [keyOf(data.engagementId, data.version), ...earlier(data.engagementId, data.supersedes)],
      (row, event) => (row ? { ...row, status: 'superseded' } : proposed({ ...event, type: 'LearningAgreementProposed' })),
    ),
    when(
      LearningAgreementSigned,
      ({ data }) => keyOf(data.engagementId, data.version),
      (row, { data }) => row && { ...row, signedBy: [...row.signedBy, data.personId] },
    ),
    when(
      LearningAgreementTookEffect,
      ({ data }) => [keyOf(data.engagementId, data.version), ...earlier(data.engagementId, data.replaces)],
      (row, { data, metadata }) =>
        row && (row.version === data.version ? { ...row, status: 'in-force', tookEffectAt: metadata.occurredAt } : { ...row, status: 'replaced' }),
    ),
    when(
      LearningAgreementEnded,
      ({ data }) => data.versions.map((version) => keyOf(data.engagementId, version)),
      (row) => row && { ...row, status: 'ended' },
    ),
  ],
});

const texts = [
  'purpose',
  'boundaries',
  'confidentialityLimits',
  'groundRules',
  'powerStatement',
  'dataSharing',
  'endTerms',
  'assessingRole',
  'sponsorPart',
] as const;
/** All that a sponsor is shown of the text. */
const forSponsors: readonly string[] = ['purpose', 'endTerms', 'sponsorPart'];

const notForThem = () => new DomainError('FORBIDDEN', 'forbidden', 'only a party reads what their learning agreement says');

@Injectable()
export class LearningAgreements {
  constructor(
    @InjectRows(learningAgreements) private readonly rows: Rows<RowOf<typeof learningAgreements>>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  /** Every version without its text: who is to sign, who has, and which is in force. */
  async versions(tenant: string, engagementId: string) {
    const rows = await this.of(tenant, engagementId);
    return { engagementId, items: rows.map((row) => without(row, texts)) };
  }

  /** Every version as this party may read it, its text opened: to nobody else, whatever else they may read. */
  async readBy(tenant: string, engagementId: string, personId: string, reader: string) {
    if (reader !== personId) throw notForThem();
    const rows = await this.of(tenant, engagementId);
    const mine = rows.flatMap((row) => row.parties.filter((party) => party.personId === personId).map(({ part }) => ({ row, part })));
    if (mine.length === 0) throw notFound('learning agreement of this person in this engagement');
    return { engagementId, items: await Promise.all(mine.map(({ row, part }) => this.opened(tenant, row, part === 'sponsor' ? forSponsors : texts))) };
  }

  /** Those of the engagements that have a version in force. */
  async inForce(tenant: string, engagementIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (engagementIds.length === 0) return new Set();
    const rows = await this.rows.in(tenant).find(engagementIds.map((engagementId) => ({ engagementId, status: 'in-force' as const })));
    return new Set(rows.map(({ engagementId }) => engagementId));
  }

  /** A party of some version, in person, who reads all of the text: no sponsor. */
  async requireReader(tenant: string, engagementId: string, personId: string, reader: string): Promise<void> {
    const rows = await this.of(tenant, engagementId);
    const reads = rows.some(({ parties }) => parties.some((party) => party.personId === personId && party.part !== 'sponsor'));
    if (reader !== personId || !reads) throw notForThem();
  }

  private async of(tenant: string, engagementId: string): Promise<Row[]> {
    const rows = await this.rows.in(tenant).find({ engagementId }, { order: { version: 'ASC' } });
    if (rows.length === 0) throw notFound('learning agreement of this engagement');
    return rows;
  }

  private async opened(tenant: string, row: Row, shown: readonly string[]) {
    const opened = texts.filter((text) => shown.includes(text)).map(async (text) => [text, row[text] && (await this.codec.open(tenant, row[text]))] as const);
    return { ...without(row, texts), ...Object.fromEntries(await Promise.all(opened)) };
  }
}

const without = (row: Row, hidden: readonly string[]): Partial<Row> => Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name)));
