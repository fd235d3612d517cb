/** One customer, or one person, a row: how long they were seen, and whether the event ended it. */
export type SurvivalTimes = {
  /** How long each was seen, ≥ 0, in any one unit. */
  time: Float64Array;
  /** 1: the event happened at that time; 0: they were still there when last seen (censored). */
  event: Uint8Array;
  /** Case weights ≥ 0: a row of weight 2 stands for two like it; one of weight 0 for nobody. */
  weight?: Float64Array;
};

export type SurvivalColumn = { name: string; values: Float64Array };

/** As {@link SurvivalTimes}, with what each row's hazard may depend on. */
export type SurvivalData = SurvivalTimes & { columns: readonly SurvivalColumn[] };

/** Rows in the order of their times, the longest first, without those of weight 0. */
export type OrderedTimes = {
  /** Where each stood in the data. */
  rows: Uint32Array;
  time: Float64Array;
  event: Uint8Array;
  weight: Float64Array;
};

/**
 * Checks times, events and weights, and puts them in order.
 * @throws RangeError that names the first invalid row and field
 */
export function orderedTimes({ time, event, weight }: SurvivalTimes): OrderedTimes {
  const count = time.length;
  if (event.length !== count || (weight !== undefined && weight.length !== count)) {
    throw new RangeError(
      `There are ${count} times, ${event.length} events and ${weight?.length ?? count} weights; give as many of each.`,
    );
  }
  time.forEach((at, row) => {
    if (!(Number.isFinite(at) && at >= 0)) refuse(row, 'time', at, 'a finite number, 0 or more');
    if (event[row] !== 0 && event[row] !== 1) refuse(row, 'event', event[row], '0 or 1');
    const by = weight?.[row] ?? 1;
    if (!(Number.isFinite(by) && by >= 0)) refuse(row, 'weight', by, 'a finite number, 0 or more');
  });
  const rows = Uint32Array.from(time.keys())
    .filter((row) => (weight?.[row] ?? 1) > 0)
    .sort((a, b) => time[b]! - time[a]!);
  return {
    rows,
    time: Float64Array.from(rows, (row) => time[row]!),
    event: Uint8Array.from(rows, (row) => event[row]!),
    weight: Float64Array.from(rows, (row) => weight?.[row] ?? 1),
  };
}

/**
 * Checks the columns of data.
 * @throws RangeError that names the column, and the first row of it that is wrong
 */
export function checkColumns(columns: readonly SurvivalColumn[], count: number): void {
  const names = new Set<string>();
  for (const { name, values } of columns) {
    if (names.has(name))
      throw new RangeError(`Two columns are called ${name}; give each its own name.`);
    names.add(name);
    if (values.length !== count) {
      throw new RangeError(
        `Column ${name} has ${values.length} rows, but there are ${count} times.`,
      );
    }
    values.forEach((value, row) => {
      if (!Number.isFinite(value)) {
        refuse(row, name, value, 'a finite number; fill in or leave out what is missing');
      }
    });
  }
}

/** The end, exclusive, of the rows that share the time of the row at `from`. */
export function endOfTie(time: Float64Array, from: number): number {
  let end = from + 1;
  while (end < time.length && time[end] === time[from]) end += 1;
  return end;
}

function refuse(row: number, field: string, found: unknown, expected: string): never {
  throw new RangeError(`Row ${row}, field ${field}: found ${found}, expected ${expected}.`);
}
