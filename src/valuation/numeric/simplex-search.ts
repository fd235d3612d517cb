/** What {@link minimise} found: a point, and the value of the function there. */
export type Minimum = { point: Float64Array; value: number; evaluations: number };

/**
 * The minimum of a function of few variables that need not be smooth, by the simplex search of Nelder and Mead (1965).
 *
 * @param evaluate the value at a point, which it must not keep; one that is not finite is a point to keep away from
 * @param start the first corner of the simplex
 * @param steps how far each other corner lies from it, a variable each; not 0
 * @param options.maxEvaluations allowed, about (default 200 a variable)
 * @param options.tolerance ends the search once the values at the corners differ by no more (default 1e-9)
 */
export function minimise(
  evaluate: (point: Float64Array) => number,
  start: Float64Array,
  steps: readonly number[],
  options: { maxEvaluations?: number; tolerance?: number } = {},
): Minimum {
  const size = start.length;
  const { maxEvaluations = 200 * size, tolerance = 1e-9 } = options;
  let evaluations = 0;
  const valueAt = (point: Float64Array) => {
    evaluations += 1;
    const value = evaluate(point);
    return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
  };
  const corners = Array.from({ length: size + 1 }, (_, corner) => {
    const point = Float64Array.from(start);
    if (corner > 0) point[corner - 1]! += steps[corner - 1]!;
    return point;
  });
  const values = Float64Array.from(corners, valueAt);
  const centre = new Float64Array(size);
  let tried = new Float64Array(size);
  let further = new Float64Array(size);
  /** Writes the point that lies from the centre towards a corner, or away from it, and gives its value. */
  const along = (into: Float64Array, corner: Float64Array, factor: number) => {
    for (let i = 0; i < size; i++) into[i] = centre[i]! + factor * (corner[i]! - centre[i]!);
    return valueAt(into);
  };
  while (evaluations < maxEvaluations) {
    const { best, second, worst } = ranked(values);
    if (values[worst]! - values[best]! <= tolerance) break;
    centre.fill(0);
    for (let corner = 0; corner <= size; corner++)
      if (corner !== worst)
        for (let i = 0; i < size; i++) centre[i]! += corners[corner]![i]! / size;
    const before = corners[worst]!;
    const reflected = along(tried, before, -1);
    let found = reflected;
    if (reflected < values[best]!) {
      const expanded = along(further, before, -2);
      if (expanded < reflected) {
        found = expanded;
        [tried, further] = [further, tried];
      }
    } else if (reflected >= values[second]!) {
      const outside = reflected < values[worst]!;
      found = along(further, outside ? tried : before, 0.5);
      [tried, further] = [further, tried];
      if (found >= Math.min(reflected, values[worst]!)) {
        centre.set(corners[best]!);
        for (let corner = 0; corner <= size; corner++)
          if (corner !== best) values[corner] = along(corners[corner]!, corners[corner]!, 0.5);
        continue;
      }
    }
    values[worst] = found;
    corners[worst] = tried;
    tried = before;
  }
  const { best } = ranked(values);
  return { point: corners[best]!, value: values[best]!, evaluations };
}

/** Which corner has the least value, which the most, and which the most but for that. */
function ranked(values: Float64Array): { best: number; second: number; worst: number } {
  let best = 0;
  let worst = values[1]! > values[0]! ? 1 : 0;
  let second = 1 - worst;
  if (values[second]! < values[best]!) best = second;
  for (let corner = 2; corner < values.length; corner++) {
    const value = values[corner]!;
    if (value < values[best]!) best = corner;
    if (value > values[worst]!) {
      second = worst;
      worst = corner;
    } else if (value > values[second]!) second = corner;
  }
  return { best, second, worst };
}
