/** The models of purchases that customers can be valued by. */
export const purchaseModels = ['transactions', 'modified-bg-nbd', 'pareto-nbd'] as const;
export type PurchaseModel = (typeof purchaseModels)[number];

/** What customers can be valued by. */
export const valueModels = ['contribution', ...purchaseModels, 'shifted-beta-geometric'] as const;
export type ValueModel = (typeof valueModels)[number];

/** Whether a model values customers by their purchases. */
export function isPurchaseModel(model: ValueModel | 'auto'): model is PurchaseModel {
  return purchaseModels.some((each) => each === model);
}
