import type { Config } from '../../settings/settings.ts';
import { rfmScore, tiersByShareOfValue, valueScore } from '../../valuation/index.ts';
import { concatenated } from '../history/concatenated.ts';

/** How customers stand among all of the bank, one entry a customer. */
export type Standing = {
  recencyScore: Uint8Array;
  frequencyScore: Uint8Array;
  monetaryScore: Uint8Array;
  cvs: Float64Array;
  /** 0 high, 1 medium, 2 low */
  tier: Uint8Array;
};

/** What customers are compared by, one entry a customer; `NaN` for those who have left, and where it is not known. */
export type Compared = {
  /** days */
  recency: Float64Array;
  frequency: Float64Array;
  monetary: Float64Array;
  revenue: Float64Array;
  satisfaction: Float64Array;
  valueIfStays: Float64Array;
};

/** Compares all customers of a bank with one another once all are there; until then it keeps 48 bytes of each. */
export class Standings {
  #parts: Compared[] = [];
  #customers = 0;

  get customers(): number {
    return this.#customers;
  }

  add(part: Compared): void {
    this.#parts.push(part);
    this.#customers += part.recency.length;
  }

  /** How the customers of all parts stand, in the order of the parts. Nothing of the parts is kept. */
  of({ cvs, tiers: { high, medium } }: Config['valuation']): Standing {
    const parts = this.#parts;
    this.#parts = [];
    const all = (name: keyof Compared) => concatenated(parts.map((part) => part[name]));
    const frequency = all('frequency');
    const scores = rfmScore({ recency: all('recency'), frequency, monetary: all('monetary') });
    const score = valueScore(
      {
        revenue: all('revenue'),
        transactionFrequency: frequency,
        satisfaction: all('satisfaction'),
      },
      {
        revenue: cvs.revenue,
        transactionFrequency: cvs.frequency,
        satisfaction: cvs.satisfaction,
      },
    );
    return {
      recencyScore: scores.recency,
      frequencyScore: scores.frequency,
      monetaryScore: scores.monetary,
      cvs: score.map((each) => (Number.isNaN(each) ? 0 : each)),
      tier: tiersByShareOfValue(all('valueIfStays'), { high, medium: medium - high }),
    };
  }
}
