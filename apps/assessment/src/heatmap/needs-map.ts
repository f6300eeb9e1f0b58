import { Injectable } from '@nestjs/common';
import { NeedsHeatmap } from '../read-models/needs-heatmap.read-model.js';
import { Settings, type Subtree } from '../read-models/settings.read-model.js';

/** Below it, figures could tell of one person. */
const smallestCohort = 5;

type Place = Awaited<ReturnType<Settings['standing']>>[number];
type Need = Awaited<ReturnType<NeedsHeatmap['there']>>[number];
type Listed = Omit<Need, 'items' | 'settingId'>;
const withoutPerson = ({ needId, assessmentId, status, revision, position }: Listed) => ({ needId, assessmentId, status, revision, position });
interface Cell {
  readonly settingId: string;
  readonly needs: Listed[];
}

/** Needs by framework item and setting, for a part of the tree as it was at an instant, and the needs as they were then. */
@Injectable()
export class NeedsMap {
  constructor(
    private readonly settings: Settings,
    private readonly needs: NeedsHeatmap,
  ) {}

  /** Cells without a need are left out; every other lists its needs, and with them where in the store each was identified. */
  async at(tenant: string, subtree: Subtree, at: string) {
    const { settings, items } = await this.drawn(tenant, subtree, at);
    return {
      at,
      settings,
      items: items.map(({ cells, ...item }) => ({
        ...item,
        cells: [...cells.values()].map(({ settingId, needs }) => ({ settingId, needs: needs.map(withoutPerson) })),
      })),
    };
  }

  /** The same as numbers of people, from which nobody can be told: null stands where they would be fewer than five. */
  async figuresAt(tenant: string, subtree: Subtree, at: string) {
    const { settings, items } = await this.drawn(tenant, subtree, at);
    return { at, smallestCohort, settings, items: items.map(({ cells, ...item }) => ({ ...item, ...figuresOf([...cells.values()]) })) };
  }

  private async drawn(tenant: string, subtree: Subtree, at: string) {
    const settings: readonly Place[] = await this.settings.standing(tenant, subtree, at);
    const needs = await this.needs.there(
      tenant,
      at,
      settings.map(({ settingId }) => settingId),
    );
    return { settings, items: [...drawnFrom(needs).values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
  }
}

const keyOf = ({ frameworkId, version, code }: Need['items'][number]) => `${frameworkId}/${version}/${code}`;

function drawnFrom(needs: readonly Need[]) {
  const drawn = new Map<string, Need['items'][number] & { readonly cells: Map<string, Cell> }>();
  for (const { items, settingId, ...listed } of needs)
    for (const item of items) {
      const row = drawn.get(keyOf(item)) ?? { ...item, cells: new Map<string, Cell>() };
      const cell = row.cells.get(settingId) ?? { settingId, needs: [] };
      cell.needs.push(listed);
      drawn.set(keyOf(item), row);
      row.cells.set(settingId, cell);
    }
  return drawn;
}

const peopleIn = (cells: readonly Cell[]) => new Set(cells.flatMap(({ needs }) => needs.map(({ practitionerId }) => practitionerId))).size;

/** The total is kept back too where it would tell how many the cells that are kept back hold between them. */
function figuresOf(cells: readonly Cell[]) {
  const shown = cells.map((cell) => ({ settingId: cell.settingId, people: publishable(peopleIn([cell])) }));
  const hidden = peopleIn(cells.filter((_, index) => shown[index]?.people === null));
  return { people: hidden > 0 && hidden < smallestCohort ? null : publishable(peopleIn(cells)), cells: shown };
}

const publishable = (people: number) => (people < smallestCohort ? null : people);
