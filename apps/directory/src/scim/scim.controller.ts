import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Put, Query, UseFilters } from '@nestjs/common';
import { z } from 'zod';
import { ScimGroups } from './groups.js';
import { ListQuery, PatchBody } from './requests.js';
import { listOf, resourceTypes, serviceProviderConfig } from './resources.js';
import { ScimErrorFilter } from './scim-error.filter.js';
import { ScimUsers } from './users.js';

/** Read more closely where it is known which attributes an identity provider may send how. */
const Anything = z.looseObject({});
const Organisation = () => Param('organisationId', IsUuid);
const Id = () => Param('id', IsUuid);
const asScim = Header('content-type', 'application/scim+json');
const baseOf = (organisationId: string) => `/api/directory/organisations/${organisationId}/scim/v2`;

/** SCIM 2.0 (RFC 7644) for the identity provider of one organisation. */
@Controller('organisations/:organisationId/scim/v2')
@UseFilters(ScimErrorFilter)
export class ScimController {
  constructor(
    private readonly users: ScimUsers,
    private readonly groups: ScimGroups,
  ) {}

  @Get('ServiceProviderConfig')
  @asScim
  @Requires('read', 'organisation')
  config() {
    return serviceProviderConfig;
  }

  @Get('ResourceTypes')
  @asScim
  @Requires('read', 'organisation')
  types() {
    return listOf(resourceTypes, { startIndex: 1, count: resourceTypes.length });
  }

  @Get('Users')
  @asScim
  @Requires('write', 'identity')
  listUsers(@Organisation() organisationId: string, @Query({ schema: ListQuery }) query: ListQuery, @Caller() { tenant }: Caller) {
    return this.users.list(tenant, organisationId, query, baseOf(organisationId));
  }

  @Get('Users/:id')
  @asScim
  @Requires('write', 'identity')
  user(@Organisation() organisationId: string, @Id() id: string, @Caller() { tenant }: Caller) {
    return this.users.one(tenant, organisationId, id, baseOf(organisationId));
  }

  @Post('Users')
  @asScim
  @Requires('write', 'identity')
  createUser(@Organisation() organisationId: string, @Body({ schema: Anything }) body: object, @Caller() caller: Caller) {
    return this.users.create(organisationId, body, caller, baseOf(organisationId));
  }

  @Put('Users/:id')
  @asScim
  @Requires('write', 'identity')
  replaceUser(@Organisation() organisationId: string, @Id() id: string, @Body({ schema: Anything }) body: object, @Caller() caller: Caller) {
    return this.users.replace(organisationId, id, body, caller, baseOf(organisationId));
  }

  @Patch('Users/:id')
  @asScim
  @Requires('write', 'identity')
  patchUser(@Organisation() organisationId: string, @Id() id: string, @Body({ schema: PatchBody }) body: PatchBody, @Caller() caller: Caller) {
    return this.users.patch(organisationId, id, body, caller, baseOf(organisationId));
  }

  @Delete('Users/:id')
  @HttpCode(204)
  @Requires('write', 'identity')
  removeUser(@Organisation() organisationId: string, @Id() id: string, @Caller() caller: Caller) {
    return this.users.remove(organisationId, id, caller, baseOf(organisationId));
  }

  @Get('Groups')
  @asScim
  @Requires('write', 'identity')
  listGroups(@Organisation() organisationId: string, @Query({ schema: ListQuery }) query: ListQuery, @Caller() { tenant }: Caller) {
    return this.groups.list(tenant, organisationId, query, baseOf(organisationId));
  }

  @Get('Groups/:id')
  @asScim
  @Requires('write', 'identity')
  group(@Organisation() organisationId: string, @Id() id: string, @Caller() { tenant }: Caller) {
    return this.groups.one(tenant, organisationId, id, baseOf(organisationId));
  }

  @Post('Groups')
  @asScim
  @Requires('write', 'identity')
  createGroup(@Organisation() organisationId: string, @Body({ schema: Anything }) body: object, @Caller() caller: Caller) {
    return this.groups.create(organisationId, body, caller, baseOf(organisationId));
  }

  @Put('Groups/:id')
  @asScim
  @Requires('write', 'identity')
  replaceGroup(@Organisation() organisationId: string, @Id() id: string, @Body({ schema: Anything }) body: object, @Caller() caller: Caller) {
    return this.groups.replace(organisationId, id, body, caller, baseOf(organisationId));
  }

  @Patch('Groups/:id')
  @asScim
  @Requires('write', 'identity')
  patchGroup(@Organisation() organisationId: string, @Id() id: string, @Body({ schema: PatchBody }) body: PatchBody, @Caller() caller: Caller) {
    return this.groups.patch(organisationId, id, body, caller, baseOf(organisationId));
  }

  @Delete('Groups/:id')
  @HttpCode(204)
  @Requires('write', 'identity')
  removeGroup(@Organisation() organisationId: string, @Id() id: string, @Caller() caller: Caller) {
    return this.groups.remove(organisationId, id, caller);
  }
}
