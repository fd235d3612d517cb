import type { Gazetteer } from '../../src/conversation/understanding/gazetteer.ts';

const bank: Gazetteer = {
  branches: [{ name: 'Hradec Kralove branch', aliases: ['赫拉德茨 分行'] }],
  segments: [{ en: 'long-standing, debt-free savers', zh: '老客户、无负债' }],
  segmentations: [{ en: 'spending habits', zh: '消费习惯' }],
  managers: ['Jana Dvořáková'],
};

const lines = [
  'tell me about the savers in Hradec Kralove who may leave the borrowers segment, by spending habits',
  '介绍一下沉睡储户，按消费习惯，百分之七十，前十名，三十位，每月五号',
  'top 5 branch=Prague segment=savers tier=high manager=me every Monday at 9, last 3 months',
  '/value digest add movers every Monday at 9 top 5',
];

/** Has the product build every regular expression that it builds, those from names and formats of a bank among them. */
export async function buildEveryPattern(): Promise<void> {
  const { commands } = await import('../../src/conversation/registry.ts');
  const { loadRecogniser } = await import(
    '../../src/conversation/understanding/load-recogniser.ts'
  );
  const { followUp } = await import('../../src/conversation/understanding/follow-up/follow-up.ts');
  const { readLine } = await import('../../src/conversation/understanding/read-line.ts');
  const { withNamesHidden } = await import('../../src/conversation/rooms/hidden-names.ts');
  const { compileDateFormat } = await import('../../src/ingest/parse-date.ts');
  const { compileNumberFormat } = await import('../../src/ingest/parse-number.ts');
  const recognise = loadRecogniser(commands);
  for (const line of lines)
    readLine(line, { commands, recognise, names: bank, timezone: 'Europe/Prague' });
  const ranked = ['1042', '1055'].map((externalId) => ({ externalId, name: null }));
  const page = { from: 1, limit: 10, isMore: true };
  followUp('why 2', { commands, recognise, names: bank, timezone: 'Europe/Prague' }, [
    { intent: 'ranking.top', entities: {}, customers: ranked, page },
  ]);
  const reached = { phone: '+420 601 234 567', email: 'jana@bank.example' };
  withNamesHidden(
    {
      title: '',
      summary: '',
      facts: [],
      charts: [],
      actions: [],
      visibility: 'channel',
    },
    [{ name: 'Jana "Jája" Dvořáková', externalId: '1042', ...reached }],
    'initials',
  );
  compileDateFormat('dd.MM.yyyy HH:mm:ss.SSSXXX', 1930);
  compileNumberFormat({ decimal: '.', thousands: [], currencySigns: [] });
  compileNumberFormat({ decimal: ',', thousands: ['.', ' '], currencySigns: ['Kč', 'CZK'] });
}
