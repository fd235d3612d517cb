import { InvalidArgumentError, Option } from 'commander';

/** An option that takes a date that exists, YYYY-MM-DD. */
export const dayOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((text: string) => {
    const date = new Date(`${text}T00:00:00Z`);
    if (
      !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
      Number.isNaN(date.getTime()) ||
      !date.toISOString().startsWith(text)
    ) {
      throw new InvalidArgumentError('Expected a date such as 2026-03-31.');
    }
    return text;
  });
