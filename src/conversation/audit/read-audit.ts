import { typedLine } from '../../language/fold.ts';
import { spellings } from '../../language/spellings.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { lineStart } from '../understanding/slash-form.ts';

/** Whose entries in the log of access are asked for, by the bank's id or `#` and that of the store, and the entry that a page is before. */
export type SaidAudit = { customer: string; before?: number };

const words = spellings('audit.words').toSorted((a, b) => b.length - a.length);
const idThen = /^(?:["“”]([^"“”]{1,200})["“”]|((?=\D*\d)[^\s"“”]{1,200}))(?: before=(\d{1,15}))?$/;

/** Whether a word ends where a line goes on: Han words need no space, but a further Han word may make another of them, as in 审计报告. */
const endsAt = (line: string, word: string) =>
  line[word.length] === ' ' ||
  (/\p{Script=Han}$/u.test(word) && /^["“”#\d\p{Script=Latin}]/u.test(line.slice(word.length)));

/** Reads a line that asks for the log of access about a customer, such as `audit 1042` or 审计1042; undefined for any other line. */
export function readAudit(text: string): SaidAudit | undefined {
  const { words: line } = lineStart(typedLine(text));
  const lower = line.toLowerCase();
  const word = words.find((each) => lower.startsWith(each) && endsAt(lower, each));
  if (word === undefined) return undefined;
  const [, quoted, plain, before] = idThen.exec(line.slice(word.length).trim()) ?? [];
  const customer = quoted ?? plain;
  if (customer === undefined) return undefined;
  return { customer, ...(before === undefined ? {} : { before: Number(before) }) };
}

/** The line that asks for the newest entries about a customer. */
export const auditLine = (customer: string): string =>
  `audit ${customer.startsWith('#') ? customer : customerInSlashForm(customer)}`;

/** The line that asks for the entries before one. */
export const auditCommand = (customer: string, before: number): string =>
  `${auditLine(customer)} before=${before}`;
