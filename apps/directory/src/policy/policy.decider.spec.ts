import { PolicyChanged } from '@cairn/contracts/directory';
import { specFor } from '@cairn/testing';
import { changePolicy, policy, PolicyChoiceUnknown, PolicyUnknown } from './policy.decider.js';

const { given } = specFor(policy);
const reason = 'the board met';
const changed = (from: string, to: string) => PolicyChanged({ policy: 'MENTOR_SAME_UNIT', from, to, reason });
const choose = (to: string) => changePolicy({ policy: 'MENTOR_SAME_UNIT', to, reason });

describe('a policy', () => {
  it('is changed from its default', () => given().when(choose('refuse')).then(changed('warn', 'refuse')));
  it('is changed back, and says from what', () => given(changed('warn', 'refuse')).when(choose('warn')).then(changed('refuse', 'warn')));
  it('that is so already is not news', () => {
    given().when(choose('warn')).thenNothing();
    given(changed('warn', 'refuse')).when(choose('refuse')).thenNothing();
  });
  it('is one of those that the organisation may decide', () => {
    const sentence = given()
      .when(changePolicy({ policy: 'GROUP_FULL', to: 'warn', reason }))
      .thenRejects(PolicyUnknown);
    expect(sentence).toBe("This is none of the 11 rules that are the organisation's to decide.");
  });
  it('is one of its choices', () => {
    expect(given().when(choose('forbid')).thenRejects(PolicyChoiceUnknown)).toBe('About MENTOR_SAME_UNIT the organisation chooses one of 2: refuse, warn.');
  });
});
