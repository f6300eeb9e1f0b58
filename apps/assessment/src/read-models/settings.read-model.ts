import { SettingClosed, SettingMoved, SettingRegistered, standingAt, withChange } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const setting = ({ data }: { readonly data: { readonly settingId: string } }) => data.settingId;

/** Where it belonged from an instant on; null once it was closed. */
const Change = z.object({ at: z.iso.datetime(), place: z.object({ organisationId: z.uuid(), regionId: z.uuid().nullable() }).nullable() });

/** "Where did a setting belong, and when?" One row per setting, with every place it has had; at most one batch behind. */
export const settings = defineReadModel({
  name: 'settings',
  version: 2,
  row: z.object({
    settingId: z.uuid(),
    changes: z.array(Change),
    /** Where that was said. */
    ...{ stream: z.string(), revision: z.string() },
  }),
  on: (when) => [
    when(SettingRegistered, setting, (_, { data: { settingId, organisationId, regionId }, metadata, stream, revision }) => ({
      ...{ settingId, stream, revision: String(revision) },
      changes: [{ at: metadata.occurredAt, place: { organisationId, regionId } }],
    })),
    when(
      SettingMoved,
      setting,
      (row, { data: { to }, metadata, stream, revision }) =>
        row && { ...row, stream, revision: String(revision), changes: withChange(row.changes, { at: metadata.occurredAt, place: to }) },
    ),
    when(
      SettingClosed,
      setting,
      (row, { metadata, stream, revision }) =>
        row && { ...row, stream, revision: String(revision), changes: withChange(row.changes, { at: metadata.occurredAt, place: null }) },
    ),
  ],
});

/** A part of the tree: one setting, a region with its settings, or a whole organisation. Nothing given: all of it. */
export interface Subtree {
  readonly organisationId?: string | undefined;
  readonly regionId?: string | undefined;
  readonly settingId?: string | undefined;
}

@Injectable()
export class Settings {
  constructor(@InjectRows(settings) private readonly rows: Rows<RowOf<typeof settings>>) {}

  of = (tenant: string, settingId: string) => this.rows.in(tenant).get(settingId);

  /** The settings that belonged to a part of the tree at an instant, each with its place then. */
  async standing(tenant: string, { organisationId, regionId, settingId }: Subtree, at: string) {
    const all = await this.rows.in(tenant).find(settingId === undefined ? {} : { settingId });
    return all.flatMap(({ settingId, changes }) => {
      const place = standingAt(changes, at)?.place;
      if (!place) return [];
      const within = (organisationId ?? place.organisationId) === place.organisationId && (regionId ?? place.regionId) === place.regionId;
      return within ? [{ settingId, organisationId: place.organisationId, regionId: place.regionId }] : [];
    });
  }
}
