/** A stored model, without what it learnt. */
export type Model = {
  method: string;
  trainedAt: Date;
  asOf: string;
  card: Record<string, unknown>;
};
