import { z } from 'zod';

/**
 * Reads an object that has entries which earlier versions stored under other names.
 *
 * @param names former name → today's
 */
export function formerNames<Shape extends z.ZodObject>(
  names: Readonly<Record<string, string>>,
  shape: Shape,
): z.ZodPreprocess<Shape> {
  const today = new Map(Object.entries(names));
  return z.preprocess(
    (stored) =>
      typeof stored === 'object' && stored !== null
        ? Object.fromEntries(
            Object.entries(stored).map(([name, value]) => [today.get(name) ?? name, value]),
          )
        : stored,
    shape,
  );
}
