import { ImprovementAdopted, ImprovementProposed } from '@cairn/contracts/planning/internal';
import { specForReadModel } from '@cairn/testing';
import { improvements } from './improvements.read-model.js';

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const ids = { improvementId: id(1), settingId: id(2), proposedBy: id(3) };
const spec = specForReadModel(improvements).given(
  ImprovementProposed({ ...ids, proposal: 'A quiet corner', reflectionId: null }),
  ImprovementProposed({ ...ids, improvementId: id(4), proposal: 'A louder corner', reflectionId: id(5) }),
  ImprovementAdopted({ ...ids, adoptedBy: id(6), cycleId: id(7) }),
);

describe('improvements', () => {
  it('say what became of each proposal', () => {
    expect(spec.rows()).toMatchObject([
      { ...ids, status: 'adopted', adoptedBy: id(6), cycleId: id(7), reflectionId: null },
      { improvementId: id(4), status: 'proposed', adoptedBy: null, cycleId: null, reflectionId: id(5) },
    ]);
  });
  it('come to the same in PostgreSQL', () => spec.throughPostgres());
});
