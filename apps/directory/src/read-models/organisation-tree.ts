import { latest, standingAt } from '@cairn/contracts/directory';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { At } from '../at.js';
import { Organisations } from './organisations.read-model.js';
import { Regions, type RegionRow } from './regions.read-model.js';
import { Settings, type SettingRow } from './settings.read-model.js';

export const TreeQuery = z.strictObject({ at: At });

/** "Which settings belonged to which region of which organisation at that instant?" From the rows of three read models, and their history. */
@Injectable()
export class OrganisationTree {
  constructor(
    private readonly organisations: Organisations,
    private readonly regions: Regions,
    private readonly settings: Settings,
  ) {}

  async asAt(tenant: string, { at = latest }: z.output<typeof TreeQuery>) {
    const [organisations, regions, settings] = await Promise.all([this.organisations.everyOne(tenant), this.regions.all(tenant), this.settings.all(tenant)]);
    const formed = regions.flatMap((row) => regionAt(row, at) ?? []);
    const open = settings.flatMap((row) => settingAt(row, at) ?? []);
    const items = organisations
      .filter(({ establishedAt }) => establishedAt <= at)
      .map(({ organisationId, name }) => {
        const own = open.filter(({ place }) => place.organisationId === organisationId);
        const within = (regionId: string | null) => own.filter(({ place }) => place.regionId === regionId).map(({ setting }) => setting);
        const inRegions = formed.filter((region) => region.organisationId === organisationId);
        return {
          organisationId,
          name,
          regions: inRegions.map(({ regionId, name }) => ({ regionId, name, settings: within(regionId) })),
          settings: within(null),
        };
      });
    return { total: items.length, items };
  }
}

function regionAt({ regionId, organisationId, names, dissolvedAt }: RegionRow, at: string) {
  const named = standingAt(names, at);
  if (!named || (dissolvedAt !== null && dissolvedAt <= at)) return undefined;
  return { regionId, organisationId, name: named.name };
}

function settingAt({ settingId, kind, region, places, names, closedAt }: SettingRow, at: string) {
  const [place, named] = [standingAt(places, at), standingAt(names, at)];
  if (!place || !named || (closedAt !== null && closedAt <= at)) return undefined;
  return { place, setting: { settingId, name: named.name, kind, region } };
}
