import { InvitationSent } from '@cairn/contracts/planning';
import { ReportingLineSet } from '@cairn/contracts/directory';
import { happened, recorded, specForReadModel } from '@cairn/testing';
import { lateness, personChronicle } from './person-chronicle.read-model.js';

const { given } = specForReadModel(personChronicle);
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const [ana, ben] = [id(1), id(2)] as const;

describe('the chronicle of a person', () => {
  it('has a row for each person whom an event is about', () => {
    const line = ReportingLineSet({ organisationId: id(3), personId: ana, managerId: ben, previousManagerId: null });
    const actor = { person: ana, role: 'line-manager' };
    const row = { position: '00000000000000000000', type: 'ReportingLineSet', eventId: id(4), actorPerson: ana, actorRole: 'line-manager' };
    expect(given(happened(line, { id: id(4), subjects: [ana, ben], actor })).rows()).toMatchObject([
      { ...row, personId: ana },
      { ...row, personId: ben },
    ]);
  });

  it('failure 30: keeps positions beyond 2^53 exactly, in their order', () => {
    const position = 2n ** 60n + 1n;
    const event = { ...recorded(ReportingLineSet({ organisationId: id(3), personId: ana, managerId: ben, previousManagerId: null })), position };
    const rows = personChronicle.handlers.map(({ fold }) => fold(undefined, event, `${ana}:${position}`));
    expect(rows).toMatchObject([{ position: '01152921504606846977' }]);
  });

  it('keeps what the envelope says, and nothing of the data', () => {
    const invited = InvitationSent({ programmeId: id(5), personId: ana, settingId: id(6) });
    expect(JSON.stringify(given(happened(invited, { subjects: [ana] })).rows())).not.toContain(id(6));
  });

  it.each([
    ['2019-05-13T08:30:00.000Z', '2019-05-13T20:00:00.000Z', null],
    ['2019-05-13T08:30:00.000Z', '2019-05-14T08:30:00.000Z', 'recorded 1 day later'],
    ['2019-05-13T08:30:00.000Z', '2019-06-12T09:00:00.000Z', 'recorded 30 days later'],
  ])('of something that occurred at %s and was recorded at %s says: %s', (occurredAt, recordedAt, late) => expect(lateness(occurredAt, recordedAt)).toBe(late));
});
