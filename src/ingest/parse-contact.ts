import { neutral } from '../language/neutral-text.ts';

/** The longest address (RFC 5321), telephone number (E.164) and tag, and the most tags of a customer. */
const longest = { address: 254, local: 64, digits: 15, tag: 60 };
const fewestDigits = 4;
const mostTags = 50;

/**
 * An e-mail address in small letters, or undefined for a text that is none: one @, no space, and behind it names with points
 * between them, in letters of any script. Whether it is anybody's is known to those who write to it alone.
 */
export function parseEmail(text: string): string | undefined {
  const address = text
    .normalize('NFC')
    .replace(/^mailto:/i, '')
    .toLowerCase();
  const [local = '', domain = '', ...more] = address.split('@');
  const isAddress =
    more.length === 0 &&
    address.length <= longest.address &&
    local.length <= longest.local &&
    /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(
      local,
    ) &&
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?\.)+\p{L}[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}]$/u.test(
      domain,
    );
  return isAddress ? address : undefined;
}

/**
 * A telephone number as its digits, with a plus where it has the country's code (E.164), an extension behind ` x`; undefined for
 * a text that is none. What people put between digits to read them is left out: +420 (601) 123-456 is +420601123456.
 */
export function parsePhone(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/^tel:/i, '').trim();
  const at = plain.search(/[a-z#;]/i);
  const number = at === -1 ? plain : plain.slice(0, at);
  const extension =
    at === -1 ? undefined : /^(?:ext\.?|x|#|;ext=) ?(\d{1,6})$/i.exec(plain.slice(at))?.[1];
  if (at !== -1 && extension === undefined) return undefined;
  // (0) in front of an area is dialled within the country alone.
  const international = /^\s*(?:\+|00)/.test(number);
  const dialled = international ? number.replace(/\(0\)/, '') : number;
  if (!/^\+?[\d\s()./\-‐-―]+$/.test(dialled)) return undefined;
  const digits = dialled.replace(/\D/g, '').replace(international ? /^00/ : /^(?!)/, '');
  if (digits.length < fewestDigits || digits.length > longest.digits) return undefined;
  return `${international ? '+' : ''}${digits}${extension === undefined ? '' : ` x${extension}`}`;
}

/**
 * The tags of a customer, each once whatever its case, without what cannot be shown; undefined where one is too long, or they
 * are too many, so that the column rather holds prose.
 * @param between what stands between them; unless given a comma, a semicolon, a vertical line, also of full width
 */
export function parseTags(text: string, between?: string): string[] | undefined {
  const parts = between === undefined ? text.split(/[,;|，；、｜\n]/) : text.split(between);
  const tags = new Map<string, string>();
  for (const part of parts) {
    const tag = neutral(part).replace(/\s+/g, ' ').trim();
    if (tag.length > longest.tag) return undefined;
    const key = tag.toLowerCase();
    if (tag !== '' && !tags.has(key)) tags.set(key, tag);
  }
  return tags.size > mostTags ? undefined : [...tags.values()];
}
