import { Option } from 'commander';
import { locales } from '../language/locale.ts';

/** `--locale`, on each command that speaks to a person: a language there are words for. */
export const localeOption = (): Option =>
  new Option(
    '--locale <locale>',
    'language of the answer; by default, that of the question',
  ).choices(locales());
