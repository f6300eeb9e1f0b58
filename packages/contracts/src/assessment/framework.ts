import { defineEvent } from '@cairn/event-sourcing';
import { z } from 'zod';

export const VersionName = z.string().min(1).max(40);
/** What the record cites an item by: unique within its version. Where the publisher gave no code of its own, it is the publisher's identifier. */
export const ItemCode = z.string().min(1).max(100);

/** One item of one published version of a framework. */
export const FrameworkItem = z.strictObject({ frameworkId: z.uuid(), version: VersionName, code: ItemCode });

/** What an import knew beyond our own fields, kept so that an export gives it back. Never about a person. */
const Kept = z.record(z.string(), z.unknown());
const Statement = z.string().min(1).max(10_000);
const Word = z.string().min(1).max(300);

export const VersionItem = z.strictObject({
  code: ItemCode,
  statement: Statement,
  /** The item under which it stands; absent at the top. The items of a version are trees. */
  parent: ItemCode.optional(),
  /** Its place among its siblings; those without one follow in the order of the list. */
  sequence: z.int().optional(),
  type: Word.optional(),
  abbreviation: Statement.optional(),
  notes: Statement.optional(),
  /** The identifier under which its publisher exchanges it. Not every publisher makes it a valid UUID. */
  itemId: z.guid().optional(),
  source: Kept.optional(),
});

/** A level of a scale: what somebody shows who has come that far. More is more. */
export const ScaleLevel = z.strictObject({ value: z.number(), name: Word, descriptor: Statement.optional(), source: Kept.optional() });

export const Scale = z.strictObject({
  scaleId: z.guid(),
  title: Statement,
  /** The items that are rated on it; absent: all that no other scale names. */
  items: z.array(ItemCode).max(5000).optional(),
  /** From the lowest to the highest. */
  levels: z.array(ScaleLevel).min(1).max(50),
  source: Kept.optional(),
});

/** An item of this version (null: the framework itself), of a version in this library, or something elsewhere. */
export const AssociationEnd = z.union([
  z.strictObject({ code: ItemCode.nullable() }),
  FrameworkItem,
  z.strictObject({ outside: z.string().min(1).max(2000), title: z.string().max(10_000).optional() }),
]);

export const associationTypes = [
  ...['isChildOf', 'isPeerOf', 'isPartOf', 'exactMatchOf', 'precedes'],
  ...['isRelatedTo', 'replacedBy', 'exemplar', 'hasSkillLevel', 'isTranslationOf'],
] as const;

/** "`from` precedes `to`", "`from` is replaced by `to`". What hangs under what is said by `parent`; an imported version keeps the association too. */
export const Association = z.strictObject({
  associationId: z.guid().optional(),
  type: z.enum(associationTypes),
  from: AssociationEnd,
  to: AssociationEnd,
  sequence: z.int().optional(),
  source: Kept.optional(),
});

/** The facts of a unit of a qualification. */
export const UnitFacts = z.strictObject({
  reference: Word.optional(),
  level: z.int().optional(),
  credits: z.int().min(0).optional(),
  guidedLearningHours: z.number().min(0).optional(),
  totalUnitTimeHours: z.number().min(0).optional(),
});

/** Where an imported version came from, and which of its irregularities were tolerated. */
export const VersionSource = z.strictObject({
  format: z.enum(['case', 'csv', 'moodle-csv']),
  tolerated: z.array(z.strictObject({ tolerance: Word, count: z.int().positive() })).max(50),
  kept: Kept.optional(),
});

export const FrameworkVersionPublished = defineEvent(
  'FrameworkVersionPublished',
  1,
  {
    frameworkId: z.uuid(),
    version: VersionName,
    jurisdiction: z.string().min(1).max(100),
    inForceFrom: z.iso.date(),
    inForceUntil: z.iso.date().nullable(),
    items: z.array(VersionItem).min(1).max(5000),
    scales: z.array(Scale).max(5000).optional(),
    associations: z.array(Association).max(5000).optional(),
    description: Statement.optional(),
    language: z.string().min(1).max(35).optional(),
    /** Whose words these are and under which terms they may be shown. */
    attribution: z.string().min(1).max(2000).optional(),
    unit: UnitFacts.optional(),
    source: VersionSource.optional(),
  },
  { summary: 'A version of a framework was published and can no longer change.' },
);

/** Recorded in the same append as the version, which one event could not hold. */
export const FrameworkVersionContinued = defineEvent(
  'FrameworkVersionContinued',
  1,
  {
    frameworkId: z.uuid(),
    version: VersionName,
    items: z.array(VersionItem).max(5000),
    scales: z.array(Scale).max(5000),
    associations: z.array(Association).max(5000),
  },
  { summary: 'The rest of a version that is too long for one event was published with it.' },
);

export const RoleProfilePublished = defineEvent(
  'RoleProfilePublished',
  1,
  {
    frameworkId: z.uuid(),
    version: VersionName,
    profileId: z.uuid(),
    role: Word,
    description: Statement.optional(),
    /** What the role asks for: an item, and the level of its scale that is enough. */
    targets: z
      .array(z.strictObject({ code: ItemCode, level: z.number() }))
      .min(1)
      .max(1000),
    /** The profile of the same role that it takes the place of. */
    replaces: z.uuid().nullable(),
  },
  { summary: 'It was settled which level of which item a role asks for.' },
);

export const FrameworkVersionRetired = defineEvent(
  'FrameworkVersionRetired',
  1,
  { frameworkId: z.uuid(), version: VersionName, retiredOn: z.iso.date(), replacedBy: VersionName.nullable() },
  { summary: 'A version of a framework went out of force.' },
);

type Dated = { readonly inForceFrom: string; readonly inForceUntil: string | null; readonly retiredOn: string | null };
/** From its first to its last day, and not from the day on which it was retired. Days are calendar days. */
export const isInForce = ({ inForceFrom, inForceUntil, retiredOn }: Dated, day: string): boolean =>
  inForceFrom <= day && (inForceUntil === null || day <= inForceUntil) && (retiredOn === null || day < retiredOn);

type Scaled = { readonly items?: readonly string[] | undefined };
/** The scale on which an item is rated: the first that names it, else the first that names none. */
export const scaleOf = <S extends Scaled>(scales: readonly S[], code: string): S | undefined =>
  scales.find(({ items }) => items?.includes(code)) ?? scales.find(({ items }) => items === undefined);
