/**
 * Legal forms of companies in Latin script, as they are written behind a name: Czech, Slovak, English, German, French,
 * Italian, Spanish, Polish, Dutch, Nordic. A full stop, a space and a comma in one may be missing.
 */
const forms = [
  'spol. s r.o.',
  's.r.o.',
  'a.s.',
  'k.s.',
  'v.o.s.',
  'o.p.s.',
  'z.s.',
  's.p.',
  'public limited company',
  'private limited',
  'pte. ltd',
  'pty. ltd',
  'co. ltd',
  'limited',
  'ltd',
  'plc',
  'llp',
  'llc',
  'l.p.',
  'incorporated',
  'inc',
  'corporation',
  'corp',
  'gmbh & co. kg',
  'gmbh',
  'mbh',
  'ag',
  'kg',
  'ohg',
  'e.k.',
  'se',
  's.a.r.l.',
  's.a.s.',
  's.a.',
  's.p.a.',
  's.r.l.',
  's.l.',
  'sp. z o.o.',
  'b.v.',
  'n.v.',
  'oy',
  'ab',
  'aps',
  'a/s',
  'kft',
  'zrt',
  'd.o.o.',
];
/** Forms that are ordinary words or abbreviations, unless they are written as a form is: in capitals, or with one. */
const inCapitals = new Set(['ag', 'kg', 'se', 'ab', 'oy']);
const withCapital = new Set([
  'limited',
  'incorporated',
  'corporation',
  'private limited',
  'public limited company',
]);
const dotted = new Set([
  'a.s.',
  'k.s.',
  'z.s.',
  's.p.',
  'l.p.',
  'e.k.',
  's.a.',
  's.l.',
  'b.v.',
  'n.v.',
  's.a.s.',
]);

function patternOf(form: string): string {
  if (inCapitals.has(form)) return form.toUpperCase();
  if (withCapital.has(form))
    return form
      .split(' ')
      .map((said) => `${said.charAt(0).toUpperCase()}${said.slice(1)}`)
      .join(' ');
  const letter = (character: string) =>
    /[a-z]/.test(character) ? `[${character}${character.toUpperCase()}]` : RegExp.escape(character);
  return [...form]
    .map((character) => {
      if (character === '.') return dotted.has(form) ? '\\.\\s?' : '\\.?\\s?';
      return character === ' ' ? '\\s?' : letter(character);
    })
    .join('')
    .replace(/\\s\?(?:\\s\?)+/g, '\\s?')
    .replace(/(\\\.\??)\\s\?$/, '\\.?')
    .replace(/(?<!\\\.\?)$/, '\\.?');
}

const any = [...forms]
  .sort((a, b) => b.length - a.length)
  .map(patternOf)
  .join('|');

/** A legal form behind a name, with the comma that may stand before it. */
export const legalForm = new RegExp(`(?<=[\\p{L}\\d)"])(?:, ?| )(?:${any})(?![\\p{L}\\d])`, 'gu');

const atEnd = new RegExp(`${legalForm.source}$`, 'u');

/** A name without the legal form at its end; as it was where it has none, or is nothing else. */
export function withoutLegalForm(name: string): string {
  return name.replace(atEnd, '').trim() || name;
}

/** Forms that are written in more than one way, by the shortest. */
const sameForms: Readonly<Record<string, string>> = {
  spolsro: 'sro',
  limited: 'ltd',
  incorporated: 'inc',
  corporation: 'corp',
  publiclimitedcompany: 'plc',
  privatelimited: 'ltd',
};
const squeezed = (text: string): string => text.replace(/[.,\s]/g, '');
const shortForms = new Map(
  forms.map((form) => [squeezed(form), sameForms[squeezed(form)] ?? squeezed(form)]),
);
const longestForm = 6;

/**
 * A name in lower case without the legal form at its end, however that is written, and the form by which such forms are
 * compared: “spol. s r.o.” and “sro” are one. Nothing is taken off a name that is nothing else.
 */
export function companyForm(name: string): { rest: string; form?: string } {
  const starts = [...name.matchAll(/(?<=[\s,])[^\s,]/gu)].map(({ index }) => index);
  for (const start of starts.slice(-longestForm)) {
    const form = shortForms.get(squeezed(name.slice(start)));
    if (form !== undefined) return { rest: name.slice(0, start), form };
  }
  return { rest: name };
}
