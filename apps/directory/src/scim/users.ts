import { Account } from '@cairn/contracts/directory/internal';
import { inTurn } from '@cairn/event-sourcing';
import { newId, Streams, type CommandContext, type Outcome } from '@cairn/event-store';
import { Freshness, InjectCodec, InjectRows, type PersonalFieldCodec } from '@cairn/nest-service';
import type { Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { instantOf } from '../instant.js';
import { existing, organisation } from '../organisation/organisation.decider.js';
import { recordAccount } from '../person/account.decider.js';
import { correctName, leave, move, person, register, rejoin, type PersonDecision } from '../person/person.decider.js';
import { accounts, type AccountRow } from '../read-models/accounts.read-model.js';
import { people, type PersonRow } from '../read-models/people.read-model.js';
import { ReportingChain } from '../read-models/reporting-chain.js';
import { lineKey, reportingLines, type LineRow } from '../read-models/reporting-lines.read-model.js';
import { settings, type SettingRow } from '../read-models/settings.read-model.js';
import { endReportingLine, reporting, setReportingLine } from '../reporting/reporting.decider.js';
import { changesFor, userResource, type AccountChanges, type Provisioned } from './account-changes.js';
import { matching, patched, read, ScimFault, type ListQuery, type PatchBody } from './requests.js';
import { listOf, ScimUser, urn } from './resources.js';

const notHere = () => new ScimFault(404, undefined, 'no user with this id');

/** The people of one organisation as its identity provider keeps them. */
@Injectable()
export class ScimUsers {
  /** By tenant and organisation: the change that is on its way. One at a time, so that two requests never take the same user name. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly streams: Streams,
    private readonly freshness: Freshness,
    private readonly chain: ReportingChain,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
    @InjectRows(accounts) private readonly accounts: Rows<AccountRow>,
    @InjectRows(people) private readonly people: Rows<PersonRow>,
    @InjectRows(settings) private readonly settings: Rows<SettingRow>,
    @InjectRows(reportingLines) private readonly lines: Rows<LineRow>,
  ) {}

  async list(tenant: string, organisationId: string, query: ListQuery, base: string) {
    const passes = matching(query.filter);
    const resources = (await this.all(tenant, organisationId)).map((user) => userResource(user, base));
    return listOf(resources.filter(passes), query);
  }

  async one(tenant: string, organisationId: string, personId: string, base: string) {
    return userResource(await this.provisioned(tenant, organisationId, personId), base);
  }

  create(organisationId: string, body: unknown, context: CommandContext, base: string) {
    return this.inTurn(organisationId, context, base, newId(context, 'user'), async () => ({ user: read(ScimUser, body), before: undefined }));
  }

  replace(organisationId: string, personId: string, body: unknown, context: CommandContext, base: string) {
    return this.inTurn(organisationId, context, base, personId, async () => ({
      user: read(ScimUser, body),
      before: await this.provisioned(context.tenant, organisationId, personId),
    }));
  }

  patch(organisationId: string, personId: string, body: PatchBody, context: CommandContext, base: string) {
    return this.inTurn(organisationId, context, base, personId, async () => {
      const before = await this.provisioned(context.tenant, organisationId, personId);
      return { user: read(ScimUser, patched(userResource(before, base), body)), before };
    });
  }

  /** Whoever the identity provider deletes has left: the record stays. */
  async remove(organisationId: string, personId: string, context: CommandContext, base: string): Promise<void> {
    const operations = [{ op: 'replace', path: 'active', value: false }];
    await this.patch(organisationId, personId, { schemas: [urn.patch], Operations: operations }, context, base);
  }

  private async inTurn(
    organisationId: string,
    context: CommandContext,
    base: string,
    personId: string,
    wanted: () => Promise<{ readonly user: ScimUser; readonly before: Provisioned | undefined }>,
  ) {
    const key = `${context.tenant}/${organisationId}`;
    const mine = (this.turns.get(key) ?? Promise.resolve()).then(async () => {
      await this.freshness.now();
      const { user, before } = await wanted();
      await this.assertFree(context.tenant, organisationId, user.userName, personId);
      const settingId = await this.settingFor(context.tenant, organisationId, user);
      await this.apply(organisationId, personId, changesFor(before, user, settingId), context);
      return this.one(context.tenant, organisationId, personId, base);
    });
    const settled = mine.catch(() => undefined);
    this.turns.set(key, settled);
    void settled.then(() => this.turns.get(key) === settled && this.turns.delete(key));
    return mine;
  }

  private async assertFree(tenant: string, organisationId: string, userName: string, personId: string): Promise<void> {
    const others = (await this.all(tenant, organisationId)).filter((other) => other.personId !== personId);
    if (others.some(({ account }) => account.userName.toLowerCase() === userName.toLowerCase()))
      throw new ScimFault(409, 'uniqueness', 'another user of this organisation has this userName');
  }

  /** Where the department is the name of an open setting, the person works there; where it is not, nothing is said of where they work. */
  private async settingFor(tenant: string, organisationId: string, user: ScimUser): Promise<string | undefined> {
    const department = user[urn.enterprise]?.department?.toLowerCase();
    if (department === undefined) return undefined;
    const found = (await this.settings.in(tenant).find({ organisationId })).filter(
      ({ name, closedAt }) => closedAt === null && name.toLowerCase() === department,
    );
    return found.length === 1 ? found[0]!.settingId : undefined;
  }

  /** The reporting line first: it alone can be refused. */
  private async apply(organisationId: string, personId: string, changes: AccountChanges, context: CommandContext): Promise<void> {
    const { manager } = changes;
    const outcomes: Outcome[] = [];
    if (manager) outcomes.push(...(await this.setManager(organisationId, personId, manager.managerId, context)));
    const decisions = await this.decisions(organisationId, personId, changes, context);
    if (decisions.length > 0) outcomes.push(await this.streams.transact(person, personId, inTurn(person, decisions, instantOf(context)), context));
    for (const { position } of outcomes) await this.freshness.reached(BigInt(position));
  }

  private async setManager(organisationId: string, personId: string, managerId: string | null, context: CommandContext): Promise<Outcome[]> {
    const at = instantOf(context);
    if (managerId === null) {
      const decision = endReportingLine({ organisationId, personId, reason: 'removed by the identity provider', at });
      return [await this.streams.transact(reporting, organisationId, decision, context)];
    }
    if (!(await this.accounts.in(context.tenant).get(managerId))) throw new ScimFault(400, 'invalidValue', 'the manager is no user of this organisation yet');
    const { state, basis } = await this.streams.load(organisation, context.tenant, organisationId);
    // A user who is only being created is registered in the same request.
    const known = { organisation: state, registered: new Set([personId, managerId]) };
    const decision = setReportingLine({ organisationId, personId, managerId, at }, known);
    return [await this.streams.transact(reporting, organisationId, decision, context, { basis })];
  }

  private async decisions(organisationId: string, personId: string, changes: AccountChanges, context: CommandContext): Promise<PersonDecision[]> {
    const { register: joins, account, rename, moveTo, leave: leaves, rejoin: rejoins } = changes;
    const at = instantOf(context);
    const open = { status: 'open' } as const; // each setting was found among those that are open
    const { state } = await this.streams.load(organisation, context.tenant, organisationId);
    existing(state);
    return [
      ...(joins ? [register({ personId, ...joins }, open)] : []),
      ...(account ? [recordAccount({ organisationId, personId, account })] : []),
      ...(rename ? [correctName({ personId, ...rename, because: 'changed' }, rename.from)] : []),
      ...(rejoins ? [rejoin({ personId, ...rejoins, at }, open)] : []),
      ...(moveTo ? [move({ personId, to: moveTo.settingId, at }, open)] : []),
      ...(leaves ? [leave({ personId, at }, await this.chain.reportsTo(context.tenant, personId))] : []),
    ];
  }

  private async provisioned(tenant: string, organisationId: string, personId: string): Promise<Provisioned> {
    const row = await this.accounts.in(tenant).get(personId);
    if (row?.organisationId !== organisationId) throw notHere();
    const found = await this.opened(
      tenant,
      row,
      await this.people.in(tenant).get(personId),
      await this.lines.in(tenant).get(lineKey(organisationId, personId)),
    );
    if (!found) throw notHere();
    return found;
  }

  private async all(tenant: string, organisationId: string): Promise<Provisioned[]> {
    const [rows, everybody, lines] = await Promise.all([
      this.accounts.in(tenant).find({ organisationId }),
      this.people.in(tenant).find(),
      this.lines.in(tenant).find({ organisationId }),
    ]);
    const byId = new Map(everybody.map((row) => [row.personId, row]));
    const lineOf = new Map(lines.map((row) => [row.personId, row]));
    const found = await Promise.all(rows.map((row) => this.opened(tenant, row, byId.get(row.personId), lineOf.get(row.personId))));
    return found.filter((each) => each !== undefined);
  }

  /** The only place where an account is opened. Undefined for somebody who is erased. */
  private async opened(
    tenant: string,
    { personId, account }: AccountRow,
    row: PersonRow | undefined,
    line: LineRow | undefined,
  ): Promise<Provisioned | undefined> {
    const said = Account.safeParse(await this.codec.open(tenant, account));
    const name = row && (await this.codec.open(tenant, row.name));
    if (!said.success || !row || typeof name !== 'string') return undefined;
    return { personId, account: said.data, name, settingId: row.settingId, present: row.status === 'here', managerId: line?.managerId ?? null };
  }
}
