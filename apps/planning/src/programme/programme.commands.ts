import {
  DelegateWithdrew,
  GroupFormed,
  InvitationDeclined,
  ProgrammeDesigned,
  SubmissionWindowClosed,
  SubmissionWindowOpened,
} from '@cairn/contracts/planning';
import { ProgrammeCommunicated, SponsorCommitted } from '@cairn/contracts/planning/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { programmeTemplates } from '@cairn/frameworks';
import { Clock, IsUuid, notFound } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { People } from '../read-models/people.read-model.js';
import { Policies } from '../read-models/policies.read-model.js';
import { acceptInvitation, declineInvitation, sendInvitation } from './invitations.decider.js';
import { designProgramme, launchProgramme, programme, type ProgrammeDecision } from './programme.decider.js';
import { enrolDelegate, formGroup, withdrawDelegate } from './seats.decider.js';
import { commitSponsor, communicateProgramme } from './sponsorship.decider.js';
import { closeSubmissionWindow, openSubmissionWindow } from './submission-windows.decider.js';

const designed = ProgrammeDesigned.schema.shape;

/** The figures of the Ipswich programme, and the policies of the organisation, unless the programme says otherwise. */
export const DesignBody = z.strictObject({
  organisationId: IsUuid.schema,
  title: designed.title,
  sessionsPerGroup: designed.sessionsPerGroup.default(3),
  sessionMinutes: designed.sessionMinutes.default(120),
  groupCapacity: designed.groupCapacity.default(6),
  award: designed.award,
  lateSubmission: designed.lateSubmission.default('policy'),
  offPlanSpend: designed.offPlanSpend.default('policy'),
});
const figures = ProgrammeDesigned.schema.omit({ programmeId: true, organisationId: true }).partial();
/** What is not given is the template's. */
export const AdoptionBody = z.strictObject({ organisationId: IsUuid.schema, ...figures.shape });
/** For paths. */
export const IsTemplate = { schema: z.string().max(60) };
export const InvitationBody = z.strictObject({ personId: IsUuid.schema, settingId: IsUuid.schema });
export const RefusalBody = InvitationDeclined.schema.pick({ reason: true });
export const GroupBody = GroupFormed.schema.pick({ name: true });
export const EnrolmentBody = z.strictObject({ personId: IsUuid.schema });
const committed = SponsorCommitted.schema.shape;
export const SponsorBody = z.strictObject({ sponsorId: IsUuid.schema, hours: committed.hours, budgetPence: committed.budgetPence, until: committed.until });
export const CommunicationBody = ProgrammeCommunicated.schema.pick({ audience: true, channel: true });
export const WithdrawalBody = DelegateWithdrew.schema.pick({ reason: true });
export const WindowBody = SubmissionWindowOpened.schema.pick({ term: true, opensOn: true, closesOn: true });
export const WindowClosureBody = SubmissionWindowClosed.schema.pick({ term: true, closedOn: true });

@Injectable()
export class ProgrammeCommands {
  constructor(
    private readonly streams: Streams,
    private readonly people: People,
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  design(body: z.output<typeof DesignBody>, context: CommandContext) {
    const programmeId = newId(context, 'programme');
    return this.decided(programmeId, designProgramme({ programmeId, ...body }), context);
  }

  /** Designs a programme with the figures of a template; what was chosen anew is named. */
  adoptTemplate(code: string, { organisationId, ...chosen }: z.output<typeof AdoptionBody>, context: CommandContext) {
    const template = programmeTemplates.find((template) => template.code === code);
    if (!template) throw notFound('template with this code');
    const programmeId = newId(context, 'programme');
    const changed = Object.entries(chosen).filter(([, value]) => value !== undefined);
    const design = ProgrammeDesigned.schema.parse({ programmeId, organisationId, ...template.design, ...Object.fromEntries(changed) });
    const adopted = { template: template.code, templateVersion: template.version, changed: changed.map(([figure]) => figure) };
    return this.decided(programmeId, designProgramme(design, adopted), context);
  }

  invite(programmeId: string, body: z.output<typeof InvitationBody>, context: CommandContext) {
    return this.decided(programmeId, sendInvitation({ programmeId, ...body }), context);
  }

  acceptInvitation(programmeId: string, personId: string, context: CommandContext) {
    return this.decided(programmeId, acceptInvitation({ programmeId, personId }), context);
  }

  declineInvitation(programmeId: string, personId: string, body: z.output<typeof RefusalBody>, context: CommandContext) {
    return this.decided(programmeId, declineInvitation({ programmeId, personId, ...body }), context);
  }

  async launch(programmeId: string, context: CommandContext) {
    const eligible = await this.people.settingLeaders(context.tenant);
    const choices = await this.policies.inForce(context.tenant);
    const launch = { programmeId, eligible, day: this.dayOf(context), withoutSponsor: choices.of('PROGRAMME_WITHOUT_SPONSOR') };
    return this.decided(programmeId, launchProgramme(launch), { ...context, policyVersion: choices.version });
  }

  commitSponsor(programmeId: string, body: z.output<typeof SponsorBody>, context: CommandContext) {
    return this.decided(programmeId, commitSponsor({ programmeId, ...body, day: this.dayOf(context) }), context);
  }

  communicate(programmeId: string, body: z.output<typeof CommunicationBody>, context: CommandContext) {
    return this.decided(programmeId, communicateProgramme({ programmeId, ...body }), context);
  }

  async formGroup(programmeId: string, body: z.output<typeof GroupBody>, context: CommandContext) {
    const groupId = newId(context, 'group');
    return { groupId, ...(await this.decided(programmeId, formGroup({ programmeId, groupId, ...body }), context)) };
  }

  async enrol(programmeId: string, groupId: string, { personId }: z.output<typeof EnrolmentBody>, context: CommandContext) {
    const settingId = await this.people.settingOf(context.tenant, personId);
    return { groupId, personId, ...(await this.decided(programmeId, enrolDelegate({ programmeId, groupId, personId, settingId }), context)) };
  }

  async withdraw(programmeId: string, groupId: string, personId: string, body: z.output<typeof WithdrawalBody>, context: CommandContext) {
    return { groupId, personId, ...(await this.decided(programmeId, withdrawDelegate({ programmeId, groupId, personId, ...body }), context)) };
  }

  openSubmissionWindow(programmeId: string, body: z.output<typeof WindowBody>, context: CommandContext) {
    return this.decided(programmeId, openSubmissionWindow({ programmeId, ...body }), context);
  }

  closeSubmissionWindow(programmeId: string, body: z.output<typeof WindowClosureBody>, context: CommandContext) {
    return this.decided(programmeId, closeSubmissionWindow({ programmeId, ...body }), context);
  }

  private dayOf = ({ occurredAt }: CommandContext) => (occurredAt ?? this.clock.now().toISOString()).slice(0, 10);

  private async decided(programmeId: string, decision: ProgrammeDecision, context: CommandContext) {
    return { programmeId, ...(await this.streams.transact(programme, programmeId, decision, context)) };
  }
}
