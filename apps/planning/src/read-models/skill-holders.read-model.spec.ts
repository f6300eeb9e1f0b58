import { ExpertiseClaimed, ExpertiseWithdrawn, PersonLeft, PersonMoved, PersonRegistered, PersonRejoined } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { skillHolders } from './skill-holders.read-model.js';

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [ana, ben, quay, hill] = [id(1), id(2), id(3), id(4)];
const claims = (personId: string, area: string) => ExpertiseClaimed({ personId, area });
const spec = specForReadModel(skillHolders).given(
  PersonRegistered({ personId: ana, settingId: quay, name: 'Ana' }),
  PersonRegistered({ personId: ben, settingId: quay, name: 'Ben' }),
  claims(ana, 'maths'),
  claims(ana, 'maths'),
  claims(ben, 'maths'),
  claims(ben, 'music'),
  ExpertiseWithdrawn({ personId: ben, area: 'maths' }),
  PersonMoved({ personId: ana, from: quay, to: hill }),
  PersonLeft({ personId: ben, settingId: quay }),
);

describe('who holds which skills', () => {
  it('follows people to where they work, and out', () => {
    expect(spec.rows()).toEqual([
      { personId: ana, settingId: hill, skills: ['maths'] },
      { personId: ben, settingId: null, skills: ['music'] },
    ]);
  });
  it('follows them back', () => {
    const back = specForReadModel(skillHolders).given(
      PersonRegistered({ personId: ben, settingId: quay, name: 'Ben' }),
      PersonLeft({ personId: ben, settingId: quay }),
      PersonRejoined({ personId: ben, settingId: hill }),
    );
    expect(back.rows()).toEqual([{ personId: ben, settingId: hill, skills: [] }]);
  });
  it('comes to the same in PostgreSQL', () => spec.throughPostgres());
});
