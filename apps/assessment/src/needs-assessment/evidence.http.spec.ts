import { randomUUID } from 'node:crypto';
import { SelfAssessmentRecorded } from '@cairn/contracts/assessment/internal';
import { NeedsAssessmentOpened } from '@cairn/contracts/assessment';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { assessment } from '../assessment.module.js';
import { text } from '../fixtures/library.js';
import { assessor, auditor, inSchoolYear, opened as openedIn, rateable, schoolDay } from '../fixtures/opened.js';

let served: Served;
let library: { frameworkId: string; roleProfileId: string };
beforeAll(async () => {
  served = await serve(assessment);
  library = await rateable(served);
});
afterAll(() => served.close());

const opened = () => openedIn(served, library);
const rated = (level: number, code = 'LT4') => [{ code, level }];

describe('a self-assessment', () => {
  it('is recorded by the practitioner, as evidence that a need can cite', async () => {
    const { practitionerId, settingId, framework, rateSelf, identify, stream } = await opened();
    const answer = await rateSelf(rated(3), { reflection: 'I hold back.' });
    const evidenceId = text(answer, 'evidenceId');
    expect(answer).toMatchObject({ status: 201, body: { revision: '1' } });
    expect(await identify({ evidence: [], evidenceIds: [evidenceId] })).toMatchObject({ status: 201 });
    expect((await served.recordedIn(stream)).slice(1)).toMatchObject([
      { type: 'SelfAssessmentRecorded', data: { evidenceId, practitionerId, settingId, framework, ratings: rated(3) } },
      { type: 'NeedIdentified', data: { evidence: [], evidenceIds: [evidenceId] } },
    ]);
  });
  it('is refused from anybody else', async () => {
    const { own } = await opened();
    await served.refuses(() => served.post(assessor, `${own}/self-assessments`, { ratings: rated(3) }, inSchoolYear), {
      ...{ status: 422, code: 'SELF_ASSESSMENT_BY_ANOTHER', detail: 'A self-assessment is recorded by the practitioner; what others saw is an observation.' },
    });
    const other = somebody('practitioner');
    await served.refuses(() => served.post(other, `${own}/self-assessments`, { ratings: rated(3) }), { status: 403, code: 'FORBIDDEN' });
  });
  it.each([
    [
      'an item that the version does not have',
      rated(3, 'LT8'),
      { code: 'FRAMEWORK_ITEM_UNKNOWN', detail: 'Item 1 of 1 is not in version 1, which this assessment uses.' },
    ],
    [
      'a level that the scale does not have',
      rated(6),
      { code: 'LEVEL_NOT_ON_SCALE', detail: 'The level 6 is not on the scale of LT4: it can be 1, 2, 3, 4, 5.' },
    ],
    ['an item without a scale', rated(1, 'LT9'), { code: 'LEVEL_NOT_ON_SCALE', detail: 'The item LT9 has no scale in this version, so nothing rates it.' }],
    [
      'two levels for one item',
      [...rated(1), ...rated(2)],
      { code: 'ITEM_RATED_TWICE', detail: 'One rater gives an item one level at a time; LT4 has 2 here.' },
    ],
  ])('is refused for %s', async (_, ratings, problem) => {
    const { rateSelf } = await opened();
    await served.refuses(() => rateSelf(ratings), { status: 422, ...problem });
  });
  it('is refused against a version that is not in force any more', async () => {
    const { rateSelf } = await opened();
    await served.refuses(() => rateSelf(rated(3), {}, {}), {
      ...{ status: 422, code: 'FRAMEWORK_NOT_IN_FORCE', detail: expect.stringMatching(/^Version 1 of this framework was not in force on \d{4}-\d\d-\d\d\.$/) },
    });
  });
  it('is one of at most 200 pieces of evidence', async () => {
    const { practitionerId, settingId, framework, practitioner } = await opened();
    const about = { assessmentId: randomUUID(), practitionerId, settingId, framework };
    const many = Array.from({ length: 200 }, () => SelfAssessmentRecorded({ ...about, evidenceId: randomUUID(), ratings: rated(3) }));
    await served.record('needsassessment', about.assessmentId, NeedsAssessmentOpened(about), ...many);
    const path = `/people/${practitionerId}/needs-assessments/${about.assessmentId}/self-assessments`;
    await served.refuses(() => served.post(practitioner, path, { ratings: rated(3) }, inSchoolYear), {
      ...{ status: 422, code: 'ASSESSMENT_FULL', detail: 'This assessment has 200 of 200 pieces of evidence.' },
    });
  });
});

describe('an observation', () => {
  it('is recorded by whoever observed, and is not theirs to read', async () => {
    const { observe, path, own, practitionerId, stream } = await opened();
    const answer = await observe(rated(3), { strengths: 'listens', nextSteps: 'says what follows' });
    expect(answer).toMatchObject({ status: 201 });
    expect((await served.recordedIn(stream))[1]).toMatchObject({
      type: 'ObservationFeedbackRecorded',
      data: { observerId: assessor.person, observedOn: schoolDay },
    });
    for (const hidden of [path, '/needs', `/people/${practitionerId}/gap-profile`, `/people/${practitionerId}/needs`, '/needs-heatmap'])
      expect(await served.get(assessor, hidden)).toMatchObject({ status: 403 });
    expect(own).toContain(practitionerId);
  });
  it('is refused from the practitioner, and of tomorrow', async () => {
    const { observe, practitioner } = await opened();
    const both = { ...practitioner, roles: ['observer'] };
    await served.refuses(() => observe(rated(3), {}, both), {
      ...{ status: 422, code: 'OBSERVER_IS_PRACTITIONER' },
      detail: 'An observation is recorded by somebody else than the practitioner; what they see themselves is a self-assessment.',
    });
    await served.refuses(() => observe(rated(3), { observedOn: '2019-01-15' }), {
      ...{ status: 422, code: 'NOT_YET_HAPPENED', detail: 'It cannot have happened on 2019-01-15: it is 2019-01-14.' },
    });
  });
  it('that disagrees with another source is a task for somebody, and hinders nothing', async () => {
    const { rateSelf, observe, practitionerId, settingId, assessmentId } = await opened();
    await rateSelf(rated(4));
    await served.warns(() => observe(rated(2)), {
      ...{ code: 'SOURCES_DISAGREE', detail: 'On the item LT4 2 raters lie 2 levels apart: look at the evidence together.' },
    });
    const { items } = (await served.get(auditor, `/tasks?personId=${practitionerId}`)).body as { items: object[] };
    expect(items).toMatchObject([{ code: 'SOURCES_DISAGREE', aboutId: assessmentId, settingId, forRole: 'setting-leader', status: 'open' }]);
  });
});

describe('prior learning', () => {
  it('is recognised, with the level that it shows', async () => {
    const { path, stream } = await opened();
    const certificate = { kind: 'qualification', learnedOn: '2017-07-01', title: 'A level 3 diploma', ratings: rated(3) };
    expect(await served.post(assessor, `${path}/prior-learning`, certificate, inSchoolYear)).toMatchObject({ status: 201 });
    expect((await served.recordedIn(stream))[1]).toMatchObject({ type: 'PriorLearningRecorded', data: { recognisedBy: assessor.person, ratings: rated(3) } });
  });
});

describe('an outcome for service users', () => {
  const figures = {
    ...{ codes: ['LT4'], measure: 'children who join in at group time', unit: 'per cent', from: '2018-09-03', until: '2018-12-21' },
    ...{ before: 54, after: 61.5, cohort: 24 },
  };
  const record = async (change: object = {}) => {
    const { path } = await opened();
    return () => served.post(assessor, `${path}/service-user-outcomes`, { ...figures, ...change }, inSchoolYear);
  };
  it('is figures over many', async () => expect(await (await record())()).toMatchObject({ status: 201 }));
  it.each([
    [
      'an e-mail address',
      { measure: 'words by ann@example.org' },
      { code: 'SERVICE_USER_IDENTIFIABLE', detail: 'An outcome names no service user; this one holds an e-mail address.' },
    ],
    [
      'few people',
      { cohort: 4 },
      { code: 'COHORT_TOO_SMALL', detail: 'An outcome is recorded over at least 5 service users, so that nobody can be told; this one is over 4.' },
    ],
    ['a period turned round', { until: '2018-09-02' }, { code: 'PERIOD_REVERSED', detail: 'A period from 2018-09-03 cannot end on 2018-09-02.' }],
  ])('is refused with %s', async (_, change, problem) => {
    await served.refuses(await record(change), { status: 422, ...problem });
  });
});

describe('a rating that was wrong', () => {
  it('is put right after completion too, by who gave it, and both are shown', async () => {
    const { rateSelf, observe, found, complete, path, own, practitioner, practitionerId, stream } = await opened();
    await rateSelf(rated(4));
    const evidenceId = text(await observe(rated(3)), 'evidenceId');
    await found();
    await complete();
    const correction = (level: number) => ({ code: 'LT4', level, reason: 'a slip of the pen' });
    const correct = (level: number, who = assessor, of = evidenceId) => served.post(who, `${path}/evidence/${of}/rating-corrections`, correction(level));
    expect(await correct(5)).toMatchObject({ status: 201, body: { evidenceId, revision: '5' } });
    expect((await served.recordedIn(stream))[5]).toMatchObject({ type: 'RatingCorrected', data: { evidenceId, from: 3, to: 5, correctsRevision: '2' } });

    await served.refuses(() => correct(5), { status: 422, code: 'RATING_UNCHANGED', detail: 'The rating is 5 already.' });
    await served.refuses(() => correct(6), {
      status: 422,
      code: 'LEVEL_NOT_ON_SCALE',
      detail: 'The level 6 is not on the scale of LT4: it can be 1, 2, 3, 4, 5.',
    });
    await served.refuses(() => correct(4, somebody('observer')), {
      ...{ status: 422, code: 'RATING_OF_ANOTHER', detail: 'A rating is put right by the person who gave it.' },
    });
    await served.refuses(() => served.post(practitioner, `${own}/evidence/${evidenceId}/rating-corrections`, correction(4)), {
      ...{ status: 422, code: 'RATING_OF_ANOTHER', detail: 'A rating is put right by the person who gave it.' },
    });
    await served.refuses(() => correct(4, assessor, randomUUID()), {
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No rating of this item in this piece of evidence.' },
    });
    await served.refuses(() => rateSelf(rated(4)), {
      ...{ status: 422, code: 'ASSESSMENT_CLOSED', detail: 'This assessment was completed and is closed: open a new one.' },
    });
    const { body } = await served.get(practitioner, `/people/${practitionerId}/gap-profile`);
    expect(body).toMatchObject({
      profiles: [
        {
          items: [
            {
              ratings: [
                { level: 5, corrections: [{ from: 3, to: 5, correctsRevision: '2', revision: '5' }] },
                { level: 4, corrections: [] },
              ],
            },
          ],
        },
      ],
    });
  });
});

describe('the gap profile of a person', () => {
  it('holds what the role asks for beside what each rater says, and averages nothing', async () => {
    const { rateSelf, observe, found, of, practitioner, practitionerId, assessmentId, roleProfileId } = await opened();
    await rateSelf([...rated(4), ...rated(2, 'LT1')], { reflection: 'I hold back.' });
    await observe(rated(2));
    await observe(rated(3), {}, { ...assessor, person: randomUUID() });
    const [needId] = await found();
    await of(needId, 'priority', { priority: 1 });

    const { body } = await served.get(practitioner, `/people/${practitionerId}/gap-profile`);
    const rating = (source: string, level: number, gap: number | null) => ({ source, level, gap, assessmentId, corrections: [] });
    expect(body).toMatchObject({
      practitionerId,
      profiles: [
        {
          ...{ frameworkId: library.frameworkId, version: '1', roleProfile: { profileId: roleProfileId, role: 'room leader' } },
          assessments: [{ assessmentId, status: 'open' }],
          items: [
            { code: 'LT1', required: null, ratings: [rating('self-assessment', 2, null)], spread: 0, disagreement: false, needs: [] },
            {
              ...{ code: 'LT4', required: 4, spread: 2, disagreement: true },
              needs: [{ needId, assessmentId, status: 'identified', priority: 1 }],
            },
          ],
        },
      ],
    });
    const [{ items, evidence }] = body.profiles as [{ items: { ratings: { raterId: string }[] }[]; evidence: { told: object[] }[] }];
    const { ratings } = items[1]!;
    expect(ratings).toHaveLength(3);
    for (const expected of [rating('self-assessment', 4, 0), rating('observation', 2, 2), rating('observation', 3, 1)])
      expect(ratings).toContainEqual(expect.objectContaining(expected));
    expect(new Set(ratings.map(({ raterId }) => raterId)).size).toBe(3);
    expect(evidence.flatMap(({ told }) => told)).toContainEqual({ what: 'reflection', text: 'I hold back.' });
  });
  it('is seen by the person, and by nobody in the same role', async () => {
    const { practitionerId } = await opened();
    expect(await served.get(somebody('practitioner'), `/people/${practitionerId}/gap-profile`)).toMatchObject({ status: 403 });
    expect(await served.get({ ...auditor, tenant: 'elsewhere' }, `/people/${practitionerId}/gap-profile`)).toMatchObject({ body: { profiles: [] } });
  });
});
