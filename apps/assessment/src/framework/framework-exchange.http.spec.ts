import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { shippedFrameworks } from '@cairn/frameworks';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { assessment } from '../assessment.module.js';
import { caseDocumentId, casePackage } from '../fixtures/case-package.js';

const lead = somebody('programme-lead');
let served: Served;
beforeAll(async () => {
  served = await serve(assessment);
});
afterAll(() => served.close());

/** Each file in a library of its own: two of the samples have the same identifier. */
const libraryOf = (tenant: string) => {
  const who = { ...lead, tenant };
  return {
    import: (file: object, query = '') => served.post(who, `/frameworks/imports/case${query}`, file),
    get: (path: string) => served.get(who, path),
  };
};
const files = new URL('../../../../../shared/data/case/', import.meta.url);
const samples = existsSync(files) ? readdirSync(files).filter((name) => !name.includes('schema')) : [];
const sample = (name: string) => JSON.parse(readFileSync(new URL(name, files), 'utf8')) as object;
if (samples.length === 0) console.warn(`the CASE packages of others are not tested: there is no ${files.pathname}`);

/** Independent of the importer: without null, "1" as 1 where a number belongs, members and lists of objects in one order. */
function plain(value: unknown, member = ''): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((each) => plain(each));
    return parts.every((part) => typeof part === 'object') ? parts.map((part) => JSON.stringify(part)).sort() : parts;
  }
  if (member === 'sequenceNumber') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, each]) => each !== null && !(Array.isArray(each) && each.length === 0));
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, plain(each, name)]));
}

describe('a CASE package', () => {
  it('comes in with a report, as the framework of its identifier', async () => {
    const answer = await served.post(lead, '/frameworks/imports/case?jurisdiction=England', casePackage());
    expect(answer).toMatchObject({
      status: 201,
      body: { frameworkId: caseDocumentId, version: '2024', news: true, report: { items: 2, associations: 2, scales: 1, levels: 2, tolerated: [] } },
    });
    expect(await served.recordedIn(`framework-${caseDocumentId}`)).toMatchObject([
      { type: 'FrameworkImported', data: { title: 'Listening', creator: 'Cairn' } },
      { type: 'FrameworkVersionPublished', data: { version: '2024', jurisdiction: 'England', inForceFrom: '2024-09-01', inForceUntil: null } },
    ]);
    expect((await served.get(lead, `/frameworks/${caseDocumentId}/versions/2024`)).body).toMatchObject({
      items: [{ code: 'L', type: 'Skill', sequence: 1, children: [{ code: 'L1', parent: 'L', notes: 'Also with a pause.', children: [] }] }],
      scales: [
        {
          title: 'Lets finish',
          items: ['L1'],
          levels: [
            { value: 1, name: 'often' },
            { value: 2, name: 'always', descriptor: 'Also under pressure.' },
          ],
        },
      ],
      source: { format: 'case', tolerated: [] },
    });
  });

  it('is no news when it comes again, and refused when it says something else under the same name', async () => {
    const library = libraryOf('again');
    await library.import(casePackage());
    expect((await served.stores(0, () => library.import(casePackage()))).body).toMatchObject({ news: false, revision: '1' });
    const other = { ...casePackage(), CFItems: casePackage().CFItems.map((item) => ({ ...item, fullStatement: `${item.fullStatement} Always.` })) };
    await served.refuses(() => library.import(other), {
      ...{ status: 422, code: 'FRAMEWORK_VERSION_IMMUTABLE' },
      detail: 'Version 2024 was published already and does not change any more: publish a new version.',
    });
    expect((await library.import(other, '?version=2025&inForceFrom=2025-09-01')).body).toMatchObject({ news: true, version: '2025', revision: '2' });
    expect((await library.get(`/frameworks/${caseDocumentId}/case`)).body).toMatchObject({ CFItems: [{ fullStatement: 'Listens. Always.' }, {}] });
  });

  it('can be tried without being recorded', async () => {
    const library = libraryOf('tried');
    const tried = await served.stores(0, () => library.import(casePackage(), '?dryRun=true'));
    expect(tried.body).toMatchObject({ dryRun: true, news: true, report: { items: 2 } });
  });

  const broken = casePackage();
  const [parent, child] = [broken.CFItems[0]!, broken.CFItems[1]!];
  const [rooted, under] = [broken.CFAssociations[0]!, broken.CFAssociations[1]!];
  it.each<[string, object, readonly (readonly [code: string, path: string])[]]>([
    [
      'without required fields',
      {
        ...broken,
        CFItems: [
          { ...parent, fullStatement: undefined },
          { ...child, uri: null },
        ],
      },
      [
        ['MISSING', 'CFItems.0.fullStatement'],
        ['MISSING', 'CFItems.1.uri'],
      ],
    ],
    [
      'without a document',
      { CFItems: [], CFAssociations: [] },
      [
        ['MISSING', 'CFDocument'],
        ['EMPTY', 'CFItems'],
      ],
    ],
    [
      'with an identifier twice',
      { ...broken, CFItems: [parent, { ...child, identifier: parent.identifier.toUpperCase() }] },
      [['REPEATED', 'CFItems.1.identifier']],
    ],
    ['with an association twice', { ...broken, CFAssociations: [rooted, under, rooted] }, [['REPEATED', 'CFAssociations.2.identifier']]],
    [
      'with a circle of parents',
      { ...broken, CFAssociations: [{ ...rooted, destinationNodeURI: under.originNodeURI }, under] },
      [['CYCLE', 'CFAssociations.1']],
    ],
    [
      'with values of another kind',
      {
        ...broken,
        Extra: 1,
        CFDocument: { ...broken.CFDocument, creator: 7, lastChangeDateTime: 'yesterday' },
        CFAssociations: [{ ...rooted, associationType: 'likes' }],
      },
      [
        ['UNKNOWN_MEMBER', 'Extra'],
        ['WRONG_TYPE', 'CFDocument.creator'],
        ['WRONG_FORMAT', 'CFDocument.lastChangeDateTime'],
        ['UNKNOWN_VALUE', 'CFAssociations.0.associationType'],
      ],
    ],
    [
      'with a text that is too long',
      { ...broken, CFItems: [{ ...parent, fullStatement: '𝑑'.repeat(5001) }, child] },
      [['TOO_LONG', 'CFItems.0.fullStatement']],
    ],
  ])('%s is refused with the place of each fault, and nothing of it is stored', async (_, file, faults) => {
    const library = libraryOf('broken');
    const detail = `The file has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}: nothing of it was imported.`;
    await served.refuses(() => library.import(file), { status: 422, code: 'FRAMEWORK_FILE_INVALID', detail });
    const said = (await library.import(file)).body['violations'] as { code: string; path: string }[];
    expect(said.map(({ code, path }) => [code, path]).sort()).toEqual([...faults].sort());
  });

  it('is not taken from those who may only read', async () => {
    const import_ = () => served.post(somebody('auditor'), '/frameworks/imports/case', casePackage());
    await served.refuses(import_, { status: 403, code: 'FORBIDDEN' });
  });

  it('may be large: many items, in several events of one append', async () => {
    const items = Array.from({ length: 1500 }, (_, index) => ({
      ...{
        ...child,
        identifier: `20000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        humanCodingScheme: `C${index}`,
        fullStatement: 'Listens. '.repeat(100),
      },
    }));
    const library = libraryOf('large');
    const large = { ...broken, CFItems: items, CFAssociations: [], CFRubrics: [] };
    expect((await library.import(large)).body).toMatchObject({ news: true, report: { items: 1500 } });
    expect((await served.stores(0, () => library.import(large))).body).toMatchObject({ news: false });
    expect(plain((await library.get(`/frameworks/${caseDocumentId}/case`)).body)).toEqual(plain(large));
  });
});

describe('a framework of our own', () => {
  const scaleId = '30000000-0000-4000-8000-000000000001';
  const version = {
    ...{ version: '1', jurisdiction: 'England', inForceFrom: '2018-09-01', inForceUntil: '2019-08-31', attribution: 'Free to use.' },
    items: [
      { code: 'A', statement: 'First.', sequence: 1 },
      { code: 'A1', statement: 'Below.', parent: 'A', type: 'criterion' },
    ],
    scales: [
      {
        scaleId,
        title: 'How far',
        levels: [
          { value: 1, name: 'begins' },
          { value: 2, name: 'leads' },
        ],
      },
    ],
    associations: [
      { type: 'precedes', from: { code: 'A' }, to: { code: 'A1' } },
      { type: 'exactMatchOf', from: { code: 'A1' }, to: { outside: 'https://example.org/x' } },
    ],
  };

  it('goes out as CASE, the same each time, and is the same framework when it comes back', async () => {
    const frameworkId = String((await served.post(lead, '/frameworks', { title: 'Ours', creator: 'Cairn' })).body['frameworkId']);
    await served.post(lead, `/frameworks/${frameworkId}/versions`, version);
    const exported = (await served.get(lead, `/frameworks/${frameworkId}/case?version=1`)).body;
    expect(exported).toMatchObject({
      CFDocument: { identifier: frameworkId, title: 'Ours', version: '1', statusStartDate: '2018-09-01', statusEndDate: '2019-08-31', notes: 'Free to use.' },
      CFItems: [{ humanCodingScheme: 'A' }, { humanCodingScheme: 'A1', CFItemType: 'criterion' }],
      CFAssociations: [{ associationType: 'isChildOf', sequenceNumber: 1 }, { destinationNodeURI: { title: 'A' } }, { associationType: 'precedes' }, {}],
      CFRubrics: [
        {
          identifier: scaleId,
          CFRubricCriteria: [
            {
              CFRubricCriterionLevels: [
                { quality: 'begins', score: 1 },
                { quality: 'leads', score: 2 },
              ],
            },
          ],
        },
      ],
    });
    const back = await served.stores(0, () => served.post(lead, '/frameworks/imports/case', exported));
    expect(back.body).toMatchObject({ frameworkId, news: false });
    expect((await libraryOf('elsewhere').import(exported, '?jurisdiction=England')).body).toMatchObject({
      frameworkId,
      news: true,
      report: { items: 2, levels: 2 },
    });
  });
  it('is found at the paths of CASE', async () => {
    const library = libraryOf('paths');
    await library.import(casePackage());
    expect((await library.get('/ims/case/v1p0/CFDocuments')).body).toEqual({ CFDocuments: [casePackage().CFDocument] });
    expect((await library.get(`/ims/case/v1p0/CFDocuments/${caseDocumentId}`)).body).toEqual(casePackage().CFDocument);
    expect(plain((await library.get(`/ims/case/v1p0/CFPackages/${caseDocumentId}`)).body)).toEqual(plain(casePackage()));
    expect(await library.get(`/ims/case/v1p0/CFPackages/${scaleId}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
  it('is not there to go out when nobody has published it', async () => {
    expect(await served.get(lead, `/frameworks/${scaleId}/case`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

describe('a framework that is shipped', () => {
  it.each(shippedFrameworks.map((each) => [each.name, each] as const))('(%s) is published by the commands that everybody uses', async (_, shipped) => {
    const frameworkId = String((await served.post(lead, '/frameworks', shipped.framework)).body['frameworkId']);
    expect((await served.post(lead, `/frameworks/${frameworkId}/versions`, shipped.version)).status).toBe(201);
    for (const profile of shipped.roleProfiles)
      expect((await served.post(lead, `/frameworks/${frameworkId}/versions/${shipped.version.version}/role-profiles`, profile)).status).toBe(201);
    const { body } = await served.get(lead, `/frameworks/${frameworkId}/versions/${shipped.version.version}`);
    expect([body['unit'], (body['profiles'] as unknown[]).length]).toEqual([shipped.version.unit ?? null, shipped.roleProfiles.length]);
  });
});

describe('a CSV', () => {
  const facts = { version: '1', jurisdiction: 'England', inForceFrom: '2024-09-01', inForceUntil: null, creator: 'Cairn', attribution: 'Free to use.' };
  const body = { ...facts, title: 'Listening', csv: 'code,statement,parent\nL,Listens.,\nL1,Lets the other finish.,L\n' };
  const import_ = (more: object, format = 'csv') => served.post(lead, `/frameworks/imports/${format}`, { ...body, ...more });

  it('comes in, goes out, and comes in again as the same', async () => {
    const answer = await import_({});
    expect(answer).toMatchObject({ status: 201, body: { version: '1', news: true, report: { items: 2, tolerated: [] } } });
    const frameworkId = String(answer.body['frameworkId']);
    const { status, body: csv } = await served.get(lead, `/frameworks/${frameworkId}/csv`);
    expect([status, csv]).toEqual([200, expect.stringContaining('L1,Lets the other finish.,L,')]);
    expect((await served.stores(0, () => import_({ frameworkId, csv }))).body).toMatchObject({ news: false });
    const changed = { frameworkId, csv: body.csv.replace('Lets', 'Always lets') };
    await served.refuses(() => import_(changed), { status: 422, code: 'FRAMEWORK_VERSION_IMMUTABLE' });
    expect((await served.stores(1, () => import_({ ...changed, version: '2' }))).body).toMatchObject({ frameworkId, news: true });
  });
  it('is refused by row and column, and nothing of it is stored', async () => {
    const broken = { csv: `${body.csv}L1,Again.,X\n` };
    await served.refuses(() => import_(broken), { status: 422, code: 'FRAMEWORK_FILE_INVALID', detail: 'The file has 2 faults: nothing of it was imported.' });
    expect((await import_(broken)).body['violations']).toEqual([
      { code: 'REPEATED', path: 'row 4, code', detail: 'L1 stands at row 3, code already' },
      { code: 'ITEM_UNKNOWN', path: 'row 4, parent', detail: 'no item of this version has the code X' },
    ]);
    await served.refuses(() => import_({ inForceUntil: '2020-01-01' }), { status: 422, code: 'FRAMEWORK_FILE_INVALID' });
    await served.refuses(() => import_({ title: undefined }), { status: 400, code: 'MALFORMED_REQUEST' });
  });
  it('of Moodle names the framework itself', async () => {
    const csv = 'Parent id number,Id number,Shortname,Description,Scale values,Is framework\n,F,Listening,<p>How.</p>,"No,Yes",1\n,L,Listens,,,\n';
    const { body: answer } = await import_({ csv, title: undefined }, 'moodle-csv');
    expect(answer).toMatchObject({ news: true, report: { items: 1, scales: 1, levels: 2, tolerated: [{ tolerance: 'markup-removed', count: 1 }] } });
    expect((await served.get(lead, `/frameworks/${String(answer['frameworkId'])}`)).body).toMatchObject({
      ...{ title: 'Listening', versions: [{ description: 'How.', attribution: 'Free to use.', source: { format: 'moodle-csv' } }] },
    });
  });
});

(samples.length > 0 ? describe : describe.skip)('the CASE packages of others', () => {
  const expected: Readonly<Record<string, object>> = {
    'opensalt-what-standards-could-be-16.json': {
      ...{
        'date-time-without-zone': 59,
        'number-as-text': 2,
        'null-for-absent': 3,
        'link-outside': 21,
        'sequence-absent': 14,
        'member-unknown': 32,
        'link-as-text': 56,
      },
      ...{ 'version-absent': 1, 'date-absent': 1, 'jurisdiction-absent': 1 },
    },
    'opensalt-smartlevel-test-14.json': { 'code-absent': 14, 'sequence-absent': 14, 'version-absent': 1, 'date-absent': 1, 'jurisdiction-absent': 1 },
    'opensalt-utf8-test-1.json': { 'code-absent': 1, 'sequence-absent': 1, 'version-absent': 1, 'date-absent': 1, 'jurisdiction-absent': 1 },
    'compeito-ikenohata-cs-v1p1.json': { 'null-for-absent': 201, 'jurisdiction-absent': 1 },
  };

  it.each(samples)('%s: in, out, and in again is the same framework', async (name) => {
    const file = sample(name);
    const library = libraryOf(name);
    const { status, body } = await library.import(file);
    expect([status, body['news']]).toEqual([201, true]);
    const { tolerated } = body['report'] as { tolerated: { tolerance: string; count: number; paths: string[] }[] };
    expect(Object.fromEntries(tolerated.map(({ tolerance, count }) => [tolerance, count]))).toEqual(expected[name]);
    expect(tolerated.every(({ paths, count }) => paths.length === Math.min(count, 200))).toBe(true);

    const exported = (await library.get(`/frameworks/${String(body['frameworkId'])}/case`)).body;
    expect(plain(exported)).toEqual(plain(file));
    for (const again of [exported, file])
      expect((await served.stores(0, () => library.import(again))).body).toMatchObject({ news: false, frameworkId: body['frameworkId'] });
    const elsewhere = await served.stores(2, () => libraryOf(`${name} elsewhere`).import(exported));
    expect(elsewhere.body).toMatchObject({ news: true, frameworkId: body['frameworkId'] });
  });
});
