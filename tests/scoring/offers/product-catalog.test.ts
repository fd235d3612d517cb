import { describe, expect, it } from 'vitest';
import { leastHoldersOf, productCatalog } from '../../../src/scoring/offers/product-catalog.ts';

const card = (label: string | null, holders: number, ofKind = 900, ofProduct = ofKind) =>
  ({ product: 'card', label, holders, ofKind, ofProduct }) as const;

describe('what a bank’s products are', () => {
  it('is a kind by its names where a few names are shared by many', () => {
    expect(productCatalog([card('classic', 660), card('junior', 145), card('gold', 88)])).toEqual([
      { product: 'card', label: 'classic' },
      { product: 'card', label: 'junior' },
      { product: 'card', label: 'gold' },
      { product: 'card', label: null },
    ]);
  });

  it('tells those without a name apart from those with one', () => {
    const orders = [
      {
        product: 'standing-order',
        label: 'household',
        holders: 3365,
        ofKind: 3365,
        ofProduct: 4563,
      },
      { product: 'standing-order', label: null, holders: 1198, ofKind: 1198, ofProduct: 4563 },
    ] as const;
    expect(productCatalog(orders)).toEqual([
      { product: 'standing-order', label: 'household' },
      { product: 'standing-order', label: null },
    ]);
  });

  it('is the kind where all have one name, or none, or each their own', () => {
    const one = [{ product: 'card', label: null }];
    expect(productCatalog([card('Credit card', 900)])).toEqual(one);
    expect(productCatalog([card(null, 900)])).toEqual(one);
    // Nicknames: two that many chose, and hundreds that nobody shares.
    expect(productCatalog([card('my card', 60), card('travel', 40)])).toEqual(one);
    expect(productCatalog(Array.from({ length: 30 }, (_, i) => card(`Card ${i}`, 30)))).toEqual(
      one,
    );
    expect(productCatalog([])).toEqual([]);
  });

  it('leaves out a kind that fewer than ten customers hold', () => {
    expect(productCatalog([card(null, 9, 9)])).toEqual([]);
    expect(productCatalog([card(null, 9, 9, 10)])).toEqual([{ product: 'card', label: null }]);
  });

  it('asks for ten holders of a name, or a five-hundredth of a large bank', () => {
    expect([100, 5000, 1_000_000].map(leastHoldersOf)).toEqual([10, 10, 2000]);
  });
});
