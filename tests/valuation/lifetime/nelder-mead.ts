/**
 * The highest value that a long Nelder–Mead search finds, restarted from where it ended until that changes
 * nothing: slow, without derivatives, and thus an independent check.
 */
export function nelderMead(f: (point: number[]) => number, start: number[]): number {
  let best = start;
  let value = f(start);
  for (let round = 0; round < 20; round++) {
    const [point, found] = search(f, best);
    const gained = found - value;
    best = point;
    value = found;
    if (gained < 1e-9) break;
  }
  return value;
}

function search(f: (point: number[]) => number, start: number[]): [number[], number] {
  const size = start.length;
  let simplex = [start, ...start.map((_, i) => start.map((v, j) => (i === j ? v + 0.5 : v)))].map(
    (point) => ({ point, value: f(point) }),
  );
  for (let step = 0; step < 3000; step++) {
    simplex = simplex.sort((a, b) => b.value - a.value);
    const worst = simplex[size]!;
    if (simplex[0]!.value - worst.value < 1e-11) break;
    const centre = start.map(
      (_, i) => simplex.slice(0, size).reduce((sum, { point }) => sum + point[i]!, 0) / size,
    );
    const at = (reach: number) => {
      const point = centre.map((c, i) => c + reach * (worst.point[i]! - c));
      return { point, value: f(point) };
    };
    const reflected = at(-1);
    if (reflected.value > simplex[0]!.value) {
      const expanded = at(-2);
      simplex[size] = expanded.value > reflected.value ? expanded : reflected;
    } else if (reflected.value > simplex[size - 1]!.value) {
      simplex[size] = reflected;
    } else {
      const contracted = at(reflected.value > worst.value ? -0.5 : 0.5);
      if (contracted.value > Math.max(worst.value, reflected.value)) simplex[size] = contracted;
      else {
        const { point: first } = simplex[0]!;
        simplex = simplex.map(({ point }) => {
          const nearer = point.map((v, i) => first[i]! + 0.5 * (v - first[i]!));
          return { point: nearer, value: f(nearer) };
        });
      }
    }
  }
  simplex.sort((a, b) => b.value - a.value);
  return [simplex[0]!.point, simplex[0]!.value];
}
