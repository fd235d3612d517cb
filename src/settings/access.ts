import { z } from 'zod';
import { analystsSee } from '../store/kinds.ts';

/** The section `access` of the configuration: what a role may see that banks do not agree on. */
export const accessConfig = z
  .strictObject({
    /** what analysts see: every customer, or figures of groups of customers alone */
    analysts: z.enum(analystsSee).default('customers'),
  })
  .prefault({});
