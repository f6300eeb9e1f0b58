/**
 * A framework as it is sent to the HTTP API: `framework` is the body of `POST /api/assessment/frameworks`, `version` of `…/versions`, and each role profile
 * of `…/versions/:version/role-profiles`.
 */
export interface FrameworkData {
  /** How it is asked for on the command line. */
  readonly name: string;
  readonly framework: { readonly title: string; readonly creator: string };
  readonly version: {
    readonly version: string;
    readonly jurisdiction: string;
    readonly inForceFrom: string;
    readonly inForceUntil: string | null;
    readonly description?: string;
    readonly attribution?: string;
    readonly unit?: {
      readonly reference?: string;
      readonly level?: number;
      readonly credits?: number;
      readonly guidedLearningHours?: number;
      readonly totalUnitTimeHours?: number;
    };
    readonly items: readonly ItemData[];
    readonly scales?: readonly ScaleData[];
  };
  readonly roleProfiles: readonly { readonly role: string; readonly targets: readonly { readonly code: string; readonly level: number }[] }[];
}

export interface ItemData {
  readonly code: string;
  readonly statement: string;
  readonly parent?: string;
  readonly sequence?: number;
  readonly type?: string;
  readonly notes?: string;
}

export interface ScaleData {
  readonly scaleId: string;
  readonly title: string;
  readonly items?: readonly string[];
  readonly levels: readonly { readonly value: number; readonly name: string; readonly descriptor?: string }[];
}

/** An outcome with its criteria under it, numbered as they are listed. */
export function outcome(code: string, statement: string, criteria: Readonly<Record<string, string>>): ItemData[] {
  const under = Object.entries(criteria).map(([name, text], index) => ({
    ...{ code: name, statement: text, parent: code, sequence: index + 1, type: 'assessment criterion' },
  }));
  return [{ code, statement, type: 'learning outcome' }, ...under];
}
