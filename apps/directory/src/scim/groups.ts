import { newId, Streams, type CommandContext, type Outcome } from '@cairn/event-store';
import { inTurn } from '@cairn/event-sourcing';
import { Freshness, InjectRows } from '@cairn/nest-service';
import type { Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { directoryGroup, dissolveGroup, formGroup, renameGroup, setMembers, type GroupDecision } from '../group/group.decider.js';
import { accounts, type AccountRow } from '../read-models/accounts.read-model.js';
import { directoryGroups, type GroupRow } from '../read-models/directory-groups.read-model.js';
import { matching, patched, read, ScimFault, type ListQuery, type PatchBody } from './requests.js';
import { listOf, ScimGroup, urn } from './resources.js';

/** The groups of one organisation as its identity provider keeps them. */
@Injectable()
export class ScimGroups {
  constructor(
    private readonly streams: Streams,
    private readonly freshness: Freshness,
    @InjectRows(directoryGroups) private readonly groups: Rows<GroupRow>,
    @InjectRows(accounts) private readonly accounts: Rows<AccountRow>,
  ) {}

  async list(tenant: string, organisationId: string, query: ListQuery, base: string) {
    const passes = matching(query.filter);
    const resources = (await this.groups.in(tenant).find({ organisationId })).map((row) => groupResource(row, base)).filter(passes);
    if (query.excludedAttributes?.toLowerCase() !== 'members') return listOf(resources, query);
    return listOf(
      resources.map(({ members: _, ...rest }) => rest),
      query,
    );
  }

  async one(tenant: string, organisationId: string, groupId: string, base: string) {
    return groupResource(await this.row(tenant, organisationId, groupId), base);
  }

  async create(organisationId: string, body: unknown, context: CommandContext, base: string) {
    const { displayName: name, externalId = null, members } = read(ScimGroup, body);
    const groupId = newId(context, 'group');
    return this.decided(
      organisationId,
      groupId,
      [formGroup({ organisationId, groupId, name, externalId }), await this.members(groupId, members, context)],
      context,
      base,
    );
  }

  async replace(organisationId: string, groupId: string, body: unknown, context: CommandContext, base: string) {
    await this.freshness.now();
    await this.row(context.tenant, organisationId, groupId);
    const { displayName: name, members } = read(ScimGroup, body);
    return this.decided(organisationId, groupId, [renameGroup({ groupId, name }), await this.members(groupId, members, context)], context, base);
  }

  async patch(organisationId: string, groupId: string, body: PatchBody, context: CommandContext, base: string) {
    await this.freshness.now();
    const before = await this.one(context.tenant, organisationId, groupId, base);
    return this.replace(organisationId, groupId, patched(before, body), context, base);
  }

  async remove(organisationId: string, groupId: string, context: CommandContext): Promise<void> {
    await this.row(context.tenant, organisationId, groupId);
    await this.reached(await this.streams.transact(directoryGroup, groupId, dissolveGroup(groupId), context));
  }

  private async members(groupId: string, members: ScimGroup['members'], context: CommandContext): Promise<GroupDecision> {
    const ids = members.map(({ value }) => value);
    await this.freshness.now();
    const known = await Promise.all(ids.map((personId) => this.accounts.in(context.tenant).get(personId)));
    const unknown = known.filter((account) => !account).length;
    if (unknown > 0) throw new ScimFault(400, 'invalidValue', `${unknown} of ${ids.length} members are no users of this organisation yet`);
    return setMembers({ groupId, members: ids });
  }

  private async decided(organisationId: string, groupId: string, decisions: readonly GroupDecision[], context: CommandContext, base: string) {
    await this.reached(await this.streams.transact(directoryGroup, groupId, inTurn(directoryGroup, decisions), context));
    return this.one(context.tenant, organisationId, groupId, base);
  }

  private reached = ({ position }: Outcome) => this.freshness.reached(BigInt(position));

  private async row(tenant: string, organisationId: string, groupId: string): Promise<GroupRow> {
    const row = await this.groups.in(tenant).get(groupId);
    if (row?.organisationId !== organisationId) throw new ScimFault(404, undefined, 'no group with this id');
    return row;
  }
}

const groupResource = ({ groupId, name, externalId, members }: GroupRow, base: string) => ({
  schemas: [urn.group],
  id: groupId,
  displayName: name,
  ...(externalId !== null && { externalId }),
  members: members.map((value) => ({ value, $ref: `${base}/Users/${value}` })),
  meta: { resourceType: 'Group' as const, location: `${base}/Groups/${groupId}` },
});
