import { LearningAgreementAmended, LearningAgreementEnded } from '@cairn/contracts/planning';
import type { NewEvent } from '@cairn/event-sourcing';
import { specForReadModel } from '@cairn/testing';
import { agreed, agreementProposed, ids, practitioner, signedByPractitioner, signedBySupporter, supporter, terms, tookEffect } from '../fixtures/pair.js';
import { learningAgreements } from './learning-agreements.read-model.js';

const { given } = specForReadModel(learningAgreements);
const amended = (version: number, supersedes: number | null = null) => LearningAgreementAmended({ ...terms, version, supersedes });
const ended = LearningAgreementEnded({ ...ids, versions: [2], endedBy: supporter });
const standing = (...events: NewEvent[]) =>
  given(...events)
    .rows()
    .map(({ version, status, signedBy }) => [version, status, signedBy.length]);
const replaced = [...agreed(), amended(2), signedByPractitioner(2), signedBySupporter(2), tookEffect(2, 1)] as const;

describe('learning agreements', () => {
  it('hold what was agreed, and who has signed', () =>
    expect(given(agreementProposed(), signedByPractitioner()).rows()).toMatchObject([
      { ...terms, status: 'proposed', signedBy: [practitioner], tookEffectAt: null },
    ]));
  it('show which version is in force', () => {
    expect(standing(...agreed(), amended(2), signedByPractitioner(2))).toEqual([
      [1, 'in-force', 2],
      [2, 'proposed', 1],
    ]);
    expect(standing(...replaced)).toEqual([
      [1, 'replaced', 2],
      [2, 'in-force', 2],
    ]);
  });
  it('show which version nobody can sign any longer', () =>
    expect(standing(agreementProposed(), amended(2, 1))).toEqual([
      [1, 'superseded', 0],
      [2, 'proposed', 0],
    ]));
  it('end', () =>
    expect(standing(...replaced, ended)).toEqual([
      [1, 'replaced', 2],
      [2, 'ended', 2],
    ]));
  it('hold in PostgreSQL', () => given(...replaced, ended).throughPostgres());
});
