import { z } from 'zod';
import { spellings } from '../../language/spellings.ts';
import { type OpportunityStage, opportunityStages } from '../../store/kinds.ts';
import { type Argument, argument } from './argument.ts';
import { takeChoice, wordsOf } from './choice.ts';
import type { Kind } from './kind.ts';
import type { Problem } from './problem.ts';

const words = wordsOf('stage', opportunityStages);
const example: Problem = { code: 'stage.example', figures: {} };

/** How far an opportunity is. */
export const stageKind: Kind = {
  name: 'stage',
  entity: 'stage',
  key: { name: 'stage', words: 'argument-words.keys.stage', entity: stageCalled },
  countsAgainst: true,
  ofCustomers: true,
};

function stageCalled(text: string): OpportunityStage | undefined {
  const said = text.trim().toLowerCase();
  return words.find(({ key }) => spellings(key).some((word) => word.toLowerCase() === said))?.value;
}

/** How far an opportunity is, by its name, with or without its key. */
export function stage(): Argument<OpportunityStage> {
  return argument<OpportunityStage, OpportunityStage>({
    kind: stageKind,
    usage: 'stage=STAGE',
    description: 'arguments.stage.description',
    said: z.enum(opportunityStages),
    keyed: {
      example,
      oneWord: true,
      value(text) {
        const said = stageCalled(text);
        return said === undefined
          ? { problem: { code: 'stage.wrong', figures: { values: [...opportunityStages] } } }
          : { said };
      },
    },
    take: (line) => takeChoice(line, words),
    expected: { code: 'stage.expected', figures: { example: [example] } },
    write: (said) => `stage=${said}`,
    find: async (said) => ({ found: said }),
  });
}
