import { and, eq, gte } from 'drizzle-orm';
import { slackRefusedForms } from '../schema.ts';
import type { Database } from '../store.ts';

/** The type of a block that a workspace refused. */
export type RefusedForm = string;

/** The types of blocks that a workspace refused at a moment or later. */
export async function refusedForms(
  db: Database,
  workspace: string,
  since: Date,
): Promise<RefusedForm[]> {
  const { form, at } = slackRefusedForms;
  const rows = await db
    .select({ form })
    .from(slackRefusedForms)
    .where(and(eq(slackRefusedForms.workspace, workspace), gte(at, since)));
  return rows.map((row) => row.form);
}

/** Notes that a workspace refused some types of blocks. */
export async function refuseForms(
  db: Database,
  workspace: string,
  forms: readonly RefusedForm[],
  at: Date,
): Promise<void> {
  if (forms.length === 0) return;
  await db
    .insert(slackRefusedForms)
    .values(forms.map((form) => ({ workspace, form, at })))
    .onConflictDoUpdate({
      target: [slackRefusedForms.workspace, slackRefusedForms.form],
      set: { at },
    });
}
