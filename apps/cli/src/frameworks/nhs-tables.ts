import { hasMarkup, plainText, type FrameworkData, type ItemData, type ScaleData } from '@cairn/frameworks';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { inLine, present, repeatedNames, type Converted } from './converted.js';

const id = z.int();
const text = z.string().nullable();
/** The tables that are used, and of them the columns. The rest of the file is about the platform it comes from. */
const Tables = z.object({
  CompetencyGroups: z.array(z.object({ ID: id, Name: z.string().min(1) })),
  Competencies: z.array(z.object({ ID: id, Name: z.string().min(1), Description: text })),
  Frameworks: z.array(z.object({ ID: id, FrameworkName: z.string().min(1), Description: text })).min(1),
  FrameworkCompetencyGroups: z.array(z.object({ ID: id, CompetencyGroupID: id, Ordering: id, FrameworkID: id })),
  FrameworkCompetencies: z.array(z.object({ CompetencyID: id, FrameworkCompetencyGroupID: id, Ordering: id, FrameworkID: id })),
  SelfAssessments: z.array(z.object({ Name: z.string(), SignOffRequestorStatement: text, SignOffSupervisorStatement: text })),
  SelfAssessmentStructure: z.array(z.object({ CompetencyID: id, Optional: id })),
  AssessmentQuestions: z.array(z.object({ ID: id, Question: z.string().min(1) })),
  AssessmentQuestionLevels: z.array(z.object({ ID: id, AssessmentQuestionID: id, LevelValue: id, LevelLabel: z.string().min(1), LevelDescription: text })),
  CompetencyAssessmentQuestions: z.array(z.object({ CompetencyID: id, AssessmentQuestionID: id, Ordering: id })),
});
type Tables = z.output<typeof Tables>;

/** Sets apart the ids of scales, which the tables number only. */
const namespace = '281762d5-81b8-4f57-8afc-9e5aa9023f31';

/** The tables of a learning platform of the NHS: each of its frameworks with groups, competencies and the questions by which they are signed off. */
export function nhsTables(file: unknown): Converted {
  const tables = Tables.parse(file);
  return { frameworks: tables.Frameworks.map((framework) => frameworkOf(framework, tables)), warts: wartsOf(tables) };
}

function frameworkOf({ ID, FrameworkName, Description }: Tables['Frameworks'][number], tables: Tables): FrameworkData {
  const assessment = tables.SelfAssessments.find(({ Name }) => Name === FrameworkName);
  const about = [Description, assessment?.SignOffRequestorStatement, assessment?.SignOffSupervisorStatement].filter(
    (part) => part !== null && part !== undefined,
  );
  const groups = tables.FrameworkCompetencyGroups.filter(({ FrameworkID }) => FrameworkID === ID);
  const competencies = tables.FrameworkCompetencies.filter(({ FrameworkID }) => FrameworkID === ID);
  return {
    name: `nhs-${ID}`,
    framework: { title: FrameworkName, creator: 'NHS England, Technology Enhanced Learning' },
    version: {
      ...{ version: '1', jurisdiction: 'England', inForceFrom: '2020-01-01', inForceUntil: null },
      ...(about.length > 0 && { description: about.map(plainText).join('\n\n') }),
      attribution: 'TechnologyEnhancedLearning/DLSV2, MIT licence.',
      items: [...groups.map((group) => groupOf(group, tables)), ...competencies.map((competency) => competencyOf(competency, tables))],
      scales: scalesOf(new Set(competencies.map(({ CompetencyID }) => CompetencyID)), tables),
    },
    roleProfiles: [],
  };
}

function groupOf({ ID, CompetencyGroupID, Ordering }: Tables['FrameworkCompetencyGroups'][number], { CompetencyGroups }: Tables): ItemData {
  const group = CompetencyGroups.find((each) => each.ID === CompetencyGroupID);
  if (!group) throw new Error(`the file has no competency group ${CompetencyGroupID}`);
  return { code: `G${ID}`, statement: inLine(group.Name), sequence: Ordering, type: 'group' };
}

function competencyOf(
  { CompetencyID, FrameworkCompetencyGroupID, Ordering }: Tables['FrameworkCompetencies'][number],
  { Competencies, SelfAssessmentStructure }: Tables,
): ItemData {
  const competency = Competencies.find(({ ID }) => ID === CompetencyID);
  if (!competency) throw new Error(`the file has no competency ${CompetencyID}`);
  const optional = SelfAssessmentStructure.some((each) => each.CompetencyID === CompetencyID && each.Optional === 1);
  return {
    ...{ code: `C${CompetencyID}`, statement: inLine(competency.Name), parent: `G${FrameworkCompetencyGroupID}`, sequence: Ordering },
    type: optional ? 'optional proficiency' : 'proficiency',
    ...(competency.Description && { notes: plainText(competency.Description) }),
  };
}

/** A question with levels is a scale of the competencies that ask it. The question that a competency asks last counts first: it is the outcome. */
function scalesOf(competencies: ReadonlySet<number>, tables: Tables): readonly ScaleData[] {
  return tables.AssessmentQuestions.map(({ ID, Question }) => {
    const asked = tables.CompetencyAssessmentQuestions.filter((each) => each.AssessmentQuestionID === ID && competencies.has(each.CompetencyID));
    const scale: ScaleData = {
      scaleId: uuidv5(`question ${ID}`, namespace),
      title: inLine(Question),
      items: asked.map(({ CompetencyID }) => `C${CompetencyID}`),
      levels: tables.AssessmentQuestionLevels.filter(({ AssessmentQuestionID }) => AssessmentQuestionID === ID)
        .sort((a, b) => a.LevelValue - b.LevelValue)
        .map(({ LevelValue, LevelLabel, LevelDescription }) => ({
          ...{ value: LevelValue, name: inLine(LevelLabel) },
          ...(LevelDescription && { descriptor: plainText(LevelDescription) }),
        })),
    };
    return { scale, last: Math.max(0, ...asked.map(({ Ordering }) => Ordering)) };
  })
    .filter(({ scale }) => scale.levels.length > 0 && (scale.items ?? []).length > 0)
    .sort((a, b) => b.last - a.last)
    .map(({ scale }) => scale);
}

function wartsOf({ Competencies, CompetencyGroups, FrameworkCompetencies, FrameworkCompetencyGroups, AssessmentQuestions, AssessmentQuestionLevels }: Tables) {
  const named = new Set(FrameworkCompetencies.map(({ CompetencyID }) => CompetencyID));
  const used = new Set(FrameworkCompetencyGroups.map(({ CompetencyGroupID }) => CompetencyGroupID));
  const codes = (some: readonly { readonly ID: number }[]) => some.map(({ ID }) => `C${ID}`);
  const repeatedLabels = AssessmentQuestions.filter(({ ID }) => {
    const labels = AssessmentQuestionLevels.filter(({ AssessmentQuestionID }) => AssessmentQuestionID === ID).map(({ LevelLabel }) => LevelLabel);
    return repeatedNames(labels).length > 0;
  });
  return present([
    { wart: 'HTML in the description: taken out', where: codes(Competencies.filter(({ Description }) => hasMarkup(Description ?? ''))) },
    { wart: 'without a description: the name stands alone', where: codes(Competencies.filter(({ Description }) => !Description)) },
    { wart: 'a name that several have: told apart by their codes', where: repeatedNames(Competencies.map(({ Name }) => Name)) },
    { wart: 'a competency in no framework: left out', where: codes(Competencies.filter(({ ID }) => !named.has(ID))) },
    { wart: 'a group in no framework: left out', where: CompetencyGroups.filter(({ ID }) => !used.has(ID)).map(({ Name }) => Name) },
    { wart: 'two levels of a question with the same label: kept apart by their values', where: repeatedLabels.map(({ Question }) => Question) },
  ]);
}
