const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * Values as a line of block characters from the lowest, `▁`, to the highest, `█`. A missing value leaves a gap;
 * values that are all alike stay in the middle.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const finite = values.map((value) => (value !== null && Number.isFinite(value) ? value : null));
  const known = finite.filter((value) => value !== null);
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const top = levels.length - 1;
  return finite
    .map((value) => {
      if (value === null) return ' ';
      return levels[range === 0 ? 3 : Math.round(((value - low) / range) * top)];
    })
    .join('');
}
