import { z } from 'zod';

/** The key class a personal field is sealed under: destroying one category leaves the others readable. */
export const personalCategories = ['identity', 'session-notes', 'assessment', 'plan', 'wellbeing'] as const;
export type PersonalCategory = (typeof personalCategories)[number];

export type Mark =
  | { readonly kind: 'personal'; readonly category: PersonalCategory; /** The sibling field that holds the person's id. */ readonly subject: string }
  | { readonly kind: 'subject' }
  | { readonly kind: 'setting' };

declare const sealed: unique symbol;
/** A personal value as it is stored. Only the codec can open it; no decision, state, fold or row looks inside. */
export interface Sealed {
  readonly [sealed]: true;
}

const markKey = 'x-cairn';

/**
 * Marks a field that holds personal data or confidential text. In a command it is plain text; in the store, in `evolve` and in folds it is {@link Sealed}.
 * @param subject the field beside it that holds the id of the person whom it is about
 */
export const personal = <S extends z.ZodType>(category: PersonalCategory, subject: string, schema: S): z.core.$ZodBranded<S, 'personal'> =>
  schema.meta({ [markKey]: { kind: 'personal', category, subject } satisfies Mark }).brand<'personal'>();

/** The random id of a person whom the event is about: it enters the envelope's `subjects`. */
export const subject = () => z.uuid().meta({ [markKey]: { kind: 'subject' } satisfies Mark });

/** The id of the setting where it happened: it enters the envelope's `setting`. */
export const setting = () => z.uuid().meta({ [markKey]: { kind: 'setting' } satisfies Mark });

export const markOf = (schema: z.ZodType): Mark | undefined => schema.meta()?.[markKey] as Mark | undefined;

/** A row's column for a {@link Sealed} value. */
export const sealedValue = () => z.custom<Sealed>((value) => value !== undefined).meta({ [markKey]: { kind: 'sealed' } });
export const isSealedColumn = (schema: z.ZodType): boolean => (schema.meta()?.[markKey] as { kind?: string } | undefined)?.kind === 'sealed';
