import { describe, expect, it } from 'vitest';
import { TrainableNetwork } from '../../../src/valuation/churn/trainable-network.ts';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';

const rows = 12;
const width = 3;
const random = seededRandom(2);
const encoded = new Float64Array(rows * width).map(() => random.normal());
const network = () => new TrainableNetwork(encoded, width, -0.5, seededRandom(6));
const start = network().toNetwork();
const parametersOf = ({ hidden, hiddenBias, output, bias }: typeof start) => [
  ...hidden,
  ...hiddenBias,
  ...output,
  bias,
];

/** The log-odds of a row by the definition of a network. */
function logOddsBy({ hidden, hiddenBias, output, bias }: typeof start, row: number): number {
  return output.reduce((sum, weight, unit) => {
    const input = encoded
      .subarray(row * width, (row + 1) * width)
      .reduce((total, x, j) => total + hidden[unit * width + j]! * x, hiddenBias[unit]!);
    return sum + weight * Math.max(0, input);
  }, bias);
}

describe('TrainableNetwork', () => {
  it('starts from the given log-odds, and scores as its data does', () => {
    expect(start.bias).toBe(-0.5);
    expect(start.hiddenBias.every((bias) => bias === 0)).toBe(true);
    for (let row = 0; row < rows; row++) {
      expect(network().logOdds(row)).toBeCloseTo(logOddsBy(start, row), 12);
    }
  });

  it('steps against the derivative of the loss in every parameter', () => {
    const trained = network();
    const error = 0.7;
    for (const row of [4, 9]) {
      trained.logOdds(row);
      trained.addGradient(row, error);
    }
    const rate = 1e-3;
    trained.step(rate);
    const before = parametersOf(start);
    const nudged = (i: number, by: number) => {
      const parameters = before.with(i, before[i]! + by);
      const units = start.output.length;
      const moved = {
        hidden: parameters.slice(0, units * width),
        hiddenBias: parameters.slice(units * width, units * (width + 1)),
        output: parameters.slice(units * (width + 1), -1),
        bias: parameters.at(-1)!,
      };
      return error * (logOddsBy(moved, 4) + logOddsBy(moved, 9));
    };
    // Adam's first step is the learning rate long, whatever the size of the derivative.
    parametersOf(trained.toNetwork()).forEach((after, i) => {
      const derivative = (nudged(i, 1e-6) - nudged(i, -1e-6)) / 2e-6;
      if (Math.abs(derivative) < 1e-2) return;
      expect(after - before[i]!).toBeCloseTo(-rate * Math.sign(derivative), 8);
    });
  });

  it('lowers the loss of the row it is trained on', () => {
    const trained = network();
    const loss = () => Math.log1p(Math.exp(-trained.logOdds(3)));
    const before = loss();
    for (let step = 0; step < 50; step++) {
      trained.addGradient(3, 1 / (1 + Math.exp(-trained.logOdds(3))) - 1);
      trained.step(0.01);
    }
    expect(loss()).toBeLessThan(before / 2);
  });
});
