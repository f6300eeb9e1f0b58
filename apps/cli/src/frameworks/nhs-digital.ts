import { hasMarkup, plainText } from '@cairn/frameworks';
import { z } from 'zod';
import { inLine, present, repeatedNames, type Converted } from './converted.js';

const File = z.array(z.object({ ID: z.int(), Name: z.string().min(1), Description: z.string().nullable() })).min(1);

/** The list of digital capabilities: one item for each, in the order of the file. */
export function nhsDigital(file: unknown): Converted {
  const competencies = File.parse(file);
  const codeOf = ({ ID }: { ID: number }) => `C${ID}`;
  return {
    frameworks: [
      {
        name: 'nhs-digital-capability',
        framework: { title: 'Digital capability competencies', creator: 'NHS England, Technology Enhanced Learning' },
        version: {
          ...{ version: '1', jurisdiction: 'England', inForceFrom: '2020-01-01', inForceUntil: null },
          attribution: 'TechnologyEnhancedLearning/DLSV2, MIT licence.',
          items: competencies.map((competency, index) => ({
            ...{ code: codeOf(competency), statement: inLine(competency.Name), sequence: index + 1, type: 'competency' },
            ...(competency.Description && { notes: plainText(competency.Description) }),
          })),
        },
        roleProfiles: [],
      },
    ],
    warts: present([
      { wart: 'without a description: the name stands alone', where: competencies.filter(({ Description }) => Description === null).map(codeOf) },
      { wart: 'HTML in the description: taken out', where: competencies.filter(({ Description }) => hasMarkup(Description ?? '')).map(codeOf) },
      { wart: 'a name that several have: told apart by their codes', where: repeatedNames(competencies.map(({ Name }) => inLine(Name))) },
    ]),
  };
}
