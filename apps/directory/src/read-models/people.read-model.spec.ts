import {
  CareerStageRecorded,
  ExpertiseClaimed,
  ExpertiseWithdrawn,
  PersonLeft,
  PersonMoved,
  PersonNameCorrected,
  PersonRegistered,
  PersonRejoined,
  RoleAssigned,
  RoleRevoked,
} from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { people } from './people.read-model.js';

const personId = 'a0000000-0000-4000-8000-000000000001';
const settingId = '20000000-0000-4000-8000-000000000001';
const elsewhere = '20000000-0000-4000-8000-000000000002';
const [march, april, may, june] = ['2026-03-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z', '2026-05-01T09:00:00.000Z', '2026-06-01T09:00:00.000Z'] as const;
const leadership = { role: 'setting-leader' as const, settingId };
const observing = { role: 'observer' as const, settingId: null };

const registered = happened(PersonRegistered({ personId, settingId, name: 'Ana Okafo' }), { occurredAt: march });
const named = happened(PersonNameCorrected({ personId, from: 'Ana Okafo', to: 'Ana Okafor', because: 'misspelt' }), { occurredAt: april });
const leads = happened(RoleAssigned({ personId, ...leadership }), { occurredAt: march });
const observes = happened(RoleAssigned({ personId, ...observing }), { occurredAt: april });
const resigned = happened(RoleRevoked({ personId, ...leadership, reason: 'moved' }), { occurredAt: may });
const moved = happened(PersonMoved({ personId, from: settingId, to: elsewhere }), { occurredAt: may });
const late = happened(PersonMoved({ personId, from: settingId, to: null }), { occurredAt: april });
const left = happened(PersonLeft({ personId, settingId: elsewhere }), { occurredAt: june });
const back = happened(PersonRejoined({ personId, settingId }), { occurredAt: june });
const { given } = specForReadModel(people);

const joined = { at: march, here: true, settingId };
const row = {
  ...{ personId, settingId, name: 'Ana Okafo', status: 'here', careerStage: null, expertise: [] as string[] },
  ...{ roles: [] as object[], stays: [joined] as object[], tenures: [] as object[] },
};

describe('people', () => {
  it('have one row each, with the roles they hold', () => {
    const tenures = [
      { ...leadership, from: march, until: null },
      { ...observing, from: april, until: null },
    ];
    expect(given(registered, named, leads, observes).rows()).toEqual([{ ...row, name: 'Ana Okafor', roles: [leadership, observing], tenures }]);
    expect(given(registered, leads, observes, resigned).rows()).toEqual([
      { ...row, roles: [observing], tenures: [{ ...leadership, from: march, until: may }, tenures[1]] },
    ]);
  });
  it('keep where they were, whatever was recorded first', () => {
    const stays = [joined, { at: april, here: true, settingId: null }, { at: may, here: true, settingId: elsewhere }];
    expect(given(registered, moved, late).rows()).toEqual([{ ...row, settingId: elsewhere, stays }]);
    expect(given(registered, moved, left, late).rows()).toEqual([
      { ...row, settingId: null, status: 'left', stays: [...stays, { at: june, here: false, settingId: null }] },
    ]);
    expect(given(registered, left, back).rows()).toMatchObject([{ settingId, status: 'here' }]);
  });
  it('say what they tell of themselves', () => {
    const told = [
      ExpertiseClaimed({ personId, area: 'early-language' }),
      ExpertiseClaimed({ personId, area: 'outdoor-play' }),
      ExpertiseWithdrawn({ personId, area: 'early-language' }),
      CareerStageRecorded({ personId, from: null, to: 'leading' }),
    ];
    expect(given(registered, ...told).rows()).toEqual([{ ...row, careerStage: 'leading', expertise: ['outdoor-play'] }]);
  });
  it('hold in PostgreSQL', () => given(registered, named, leads, observes, resigned, moved, late, left, back).throughPostgres());
});
