import { Option } from 'commander';

/** `--locale en|zh`, on each command that speaks to a person. */
export const localeOption = (): Option =>
  new Option('--locale <locale>', 'language of the answer; otherwise that of the question').choices(
    ['en', 'zh'],
  );
