import { z } from 'zod';
import { productKinds } from '../kinds.ts';

const day = z.string();
const of = <Kind extends string, Figures extends z.ZodRawShape>(kind: Kind, figures: Figures) =>
  z.object({ kind: z.literal(kind), day, figures: z.object(figures) });
const holding = {
  product: z.enum(productKinds),
  label: z.string().nullable(),
  amount: z.number().nullable(),
};
/** `days`: on how many days before it nothing as large was seen; absent in runs of earlier versions, which may know half a year. */
const unusualSum = { amount: z.number(), usual: z.number(), days: z.number().optional() };

/**
 * What befell a customer, with its figures: money in the bank's currency, days ISO. `day` is that from which on it is told: of
 * income, the day on which it was missed or came short; of a deposit, some days before it matures; of an anniversary, the same.
 */
export const toldEvent = z.discriminatedUnion('kind', [
  of('income', { before: z.number(), now: z.number(), lastOn: day }),
  of('inflow', unusualSum),
  of('outflow', unusualSum),
  of('to-other-bank', { amount: z.number(), bank: z.string() }),
  of('deposit-maturing', { ...holding, maturesOn: day }),
  of('loan-repaid', { ...holding, closedOn: day, dueOn: day }),
  of('awake', { silentDays: z.number(), lastOn: day }),
  of('complaint', { on: day, resolved: z.boolean() }),
  of('complaint-waiting', { on: day, days: z.number() }),
  of('anniversary', { on: day, years: z.number() }),
]);
export type ToldEvent = z.infer<typeof toldEvent>;
