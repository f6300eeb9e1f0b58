import { PolicyChanged, PolicyChoices } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { policies } from './policies.read-model.js';

const reason = 'the board met';
const spec = specForReadModel(policies).given(
  PolicyChanged({ policy: 'MENTOR_SAME_UNIT', from: 'warn', to: 'refuse', reason }),
  PolicyChanged({ policy: 'PLAN_NOT_TAILORED', from: 'refuse', to: 'warn', reason }),
);

describe('the policies that planning knows', () => {
  it('are what was changed, under the version of the last change', () => {
    expect(spec.rows()).toEqual([{ version: '1', changed: { MENTOR_SAME_UNIT: 'refuse', PLAN_NOT_TAILORED: 'warn' } }]);
  });
  it('are what was chosen, and the default where nothing was', () => {
    const [row] = spec.rows();
    const choices = new PolicyChoices(row!.version, row!.changed);
    expect([choices.of('MENTOR_SAME_UNIT'), choices.of('PLAN_NOT_TAILORED'), choices.of('OBJECTIVE_NOT_ALIGNED')]).toEqual(['refuse', 'warn', 'warn']);
    expect(new PolicyChoices('7', { MENTOR_SAME_UNIT: 'sometimes' }).of('MENTOR_SAME_UNIT')).toBe('warn');
  });
  it('come to the same in PostgreSQL', () => spec.throughPostgres());
});
