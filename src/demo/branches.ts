import type { Names } from '../language/names.ts';
import names from './branch-names.json' with { type: 'json' };
import type { NameTradition } from './names.ts';

/** A branch of the demo bank. */
export type Branch = {
  readonly id: number;
  readonly externalId: string;
  readonly name: string;
  /** in other languages, by locale */
  readonly names: Names;
  readonly region: string;
  readonly timezone: string;
  /** ISO 3166 */
  readonly country: string;
  /** share of the bank's customers */
  readonly weight: number;
  readonly customerNames: readonly { tradition: NameTradition; weight: number }[];
  /** of its staff: written in Latin letters */
  readonly staffNames: NameTradition;
};

/** The demo bank's branches; the first is where customer 1042 is. */
export const demoBranches: readonly Branch[] = [
  {
    id: 1,
    externalId: 'PRG',
    name: 'Prague',
    names: names.PRG,
    region: 'Central Europe',
    timezone: 'Europe/Prague',
    country: 'CZ',
    weight: 0.24,
    customerNames: [
      { tradition: 'czech', weight: 0.68 },
      { tradition: 'ukrainian', weight: 0.1 },
      { tradition: 'vietnamese', weight: 0.06 },
      { tradition: 'english', weight: 0.05 },
      { tradition: 'pinyin', weight: 0.03 },
      { tradition: 'chinese', weight: 0.03 },
      { tradition: 'polish', weight: 0.05 },
    ],
    staffNames: 'czech',
  },
  {
    id: 2,
    externalId: 'BRQ',
    name: 'Brno',
    names: names.BRQ,
    region: 'Central Europe',
    timezone: 'Europe/Prague',
    country: 'CZ',
    weight: 0.13,
    customerNames: [
      { tradition: 'czech', weight: 0.84 },
      { tradition: 'ukrainian', weight: 0.1 },
      { tradition: 'vietnamese', weight: 0.06 },
    ],
    staffNames: 'czech',
  },
  {
    id: 3,
    externalId: 'VIE',
    name: 'Vienna',
    names: names.VIE,
    region: 'Central Europe',
    timezone: 'Europe/Vienna',
    country: 'AT',
    weight: 0.13,
    customerNames: [
      { tradition: 'german', weight: 0.75 },
      { tradition: 'bulgarian', weight: 0.12 },
      { tradition: 'polish', weight: 0.08 },
      { tradition: 'czech', weight: 0.05 },
    ],
    staffNames: 'german',
  },
  {
    id: 4,
    externalId: 'LON',
    name: 'London',
    names: names.LON,
    region: 'Western Europe',
    timezone: 'Europe/London',
    country: 'GB',
    weight: 0.15,
    customerNames: [
      { tradition: 'english', weight: 0.62 },
      { tradition: 'hindi', weight: 0.15 },
      { tradition: 'french', weight: 0.12 },
      { tradition: 'pinyin', weight: 0.06 },
      { tradition: 'arabicLatin', weight: 0.05 },
    ],
    staffNames: 'english',
  },
  {
    id: 5,
    externalId: 'ATH',
    name: 'Athens',
    names: names.ATH,
    region: 'Southern Europe',
    timezone: 'Europe/Athens',
    country: 'GR',
    weight: 0.08,
    customerNames: [
      { tradition: 'greek', weight: 0.85 },
      { tradition: 'greekLatin', weight: 0.1 },
      { tradition: 'bulgarian', weight: 0.05 },
    ],
    staffNames: 'greekLatin',
  },
  {
    id: 6,
    externalId: 'DXB',
    name: 'Dubai',
    names: names.DXB,
    region: 'Middle East',
    timezone: 'Asia/Dubai',
    country: 'AE',
    weight: 0.08,
    customerNames: [
      { tradition: 'arabic', weight: 0.6 },
      { tradition: 'arabicLatin', weight: 0.12 },
      { tradition: 'hindi', weight: 0.2 },
      { tradition: 'english', weight: 0.08 },
    ],
    staffNames: 'arabicLatin',
  },
  {
    id: 7,
    externalId: 'SHA',
    name: 'Shanghai',
    names: names.SHA,
    region: 'Asia',
    timezone: 'Asia/Shanghai',
    country: 'CN',
    weight: 0.13,
    customerNames: [
      { tradition: 'chinese', weight: 0.88 },
      { tradition: 'pinyin', weight: 0.08 },
      { tradition: 'french', weight: 0.04 },
    ],
    staffNames: 'pinyin',
  },
  {
    id: 8,
    externalId: 'TYO',
    name: 'Tokyo',
    names: names.TYO,
    region: 'Asia',
    timezone: 'Asia/Tokyo',
    country: 'JP',
    weight: 0.06,
    customerNames: [
      { tradition: 'japanese', weight: 0.85 },
      { tradition: 'romaji', weight: 0.1 },
      { tradition: 'chinese', weight: 0.05 },
    ],
    staffNames: 'romaji',
  },
];
