import { z } from 'zod';
import { openStages } from '../store/kinds.ts';

const chance = z.number().min(0).max(1);

/** The chance that an opportunity of a stage is won, 0 to 1. */
const stageChances = z
  .strictObject({
    lead: chance.default(0.1),
    qualified: chance.default(0.25),
    proposal: chance.default(0.5),
    negotiation: chance.default(0.75),
  })
  .refine(
    (chances) =>
      openStages.every(
        (stage, i) => i === 0 || chances[stage] >= chances[openStages[i - 1] ?? stage],
      ),
    `expected no stage with a lower chance than the one before it, in the order ${openStages.join(', ')}`,
  );

const usual = { lead: 0.1, qualified: 0.25, proposal: 0.5, negotiation: 0.75 };

export const pipelineConfig = z
  .strictObject({ stageChances: stageChances.default(usual) })
  .default({ stageChances: usual });

/** The section `pipeline` of the configuration. */
export type PipelineConfig = z.infer<typeof pipelineConfig>;
