import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const lead = somebody('programme-lead');
const reason = 'the board met';

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
afterAll(() => served.close());

const find = async (code: string) =>
  ((await served.get(somebody('auditor'), '/policies')).body.items as { policy: string }[]).find(({ policy }) => policy === code);

describe('a policy', () => {
  it('has a default until it is decided, then a history', async () => {
    expect(await find('MENTOR_SAME_UNIT')).toMatchObject({ requirement: '002-8', default: 'warn', choice: 'warn', choices: ['refuse', 'warn'], history: [] });
    expect(await served.post(lead, '/policies/MENTOR_SAME_UNIT', { to: 'refuse', reason })).toMatchObject({ status: 201, body: { revision: '0' } });
    const change = { from: 'warn', to: 'refuse', reason, changedBy: lead.person, version: '0' };
    expect(await find('MENTOR_SAME_UNIT')).toMatchObject({ choice: 'refuse', history: [change] });
    await served.stores(0, () => served.post(lead, '/policies/MENTOR_SAME_UNIT', { to: 'refuse', reason }));
  });
  it('held what it held at an instant, whatever was decided since', async () => {
    const historian = somebody('programme-lead', { permissions: ['record-retrospectively'] });
    const decide = (to: string, day: string) =>
      served.post(historian, '/policies/PLAN_NOT_TAILORED', { to, reason }, { 'cairn-occurred-at': `${day}T09:00:00Z` });
    await decide('warn', '2026-03-01');
    await decide('refuse', '2026-05-01');
    const at = async (day: string) => {
      const { items } = (await served.get(historian, `/policies?at=${day}T12:00:00Z`)).body as { items: { policy: string; choice: string; history: [] }[] };
      const { choice, history } = items.find(({ policy }) => policy === 'PLAN_NOT_TAILORED')!;
      return { choice, changes: history.length };
    };
    expect(await at('2026-02-01')).toEqual({ choice: 'refuse', changes: 0 });
    expect(await at('2026-04-01')).toEqual({ choice: 'warn', changes: 1 });
    expect(await at('2026-05-01')).toEqual({ choice: 'refuse', changes: 2 });
  });
  it('of another tenant is another policy', async () => {
    const answer = await served.get({ ...lead, tenant: 'elsewhere' }, '/policies');
    expect(answer.body).toMatchObject({ total: 11 });
    expect((answer.body.items as { history: [] }[]).filter(({ history }) => history.length > 0)).toEqual([]);
  });
  it('is one of the list, and its choice one of its choices', async () => {
    await served.refuses(() => served.post(lead, '/policies/GROUP_FULL', { to: 'warn', reason }), {
      status: 422,
      code: 'POLICY_UNKNOWN',
      detail: "This is none of the 11 rules that are the organisation's to decide.",
    });
    await served.refuses(() => served.post(lead, '/policies/MENTOR_SAME_UNIT', { to: 'forbid', reason }), {
      status: 422,
      code: 'POLICY_CHOICE_UNKNOWN',
      detail: 'About MENTOR_SAME_UNIT the organisation chooses one of 2: refuse, warn.',
    });
    await served.refuses(() => served.post(lead, '/policies/MENTOR_SAME_UNIT', { to: 'refuse' }), { status: 400, code: 'MALFORMED_REQUEST' });
  });
  it('is decided by those who may', async () => {
    await served.refuses(() => served.post(somebody('practitioner'), '/policies/MENTOR_SAME_UNIT', { to: 'warn', reason }), { status: 403, code: 'FORBIDDEN' });
  });
});
