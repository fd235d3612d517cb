// Writes the files of a made-up bank, as a bank might export them: node docs/tutorial/make-bank.js FOLDER [CUSTOMERS] [TODAY]
// It is the same bank each time but for its days, which end with the month before today.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, customers = '600', today] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name a folder: node docs/tutorial/make-bank.js my-bank');

let state = 42;
const chance = () => {
  state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
  return state / 4_294_967_296;
};
const whole = (least, most) => least + Math.floor(chance() * (most - least + 1));
const oneOf = (list) => list[whole(0, list.length - 1)];

const months = 24;
const now = today === undefined ? new Date() : new Date(today);
const day = (month, date) =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months + month, date))
    .toISOString()
    .slice(0, 10)
    .split('-')
    .reverse()
    .join('.');
const amount = (value) => value.toFixed(2).replace('.', ',');

const first =
  'Anna Ben Clara David Emma Felix Greta Hugo Ida Jonas Klara Leo Mia Noah Olga Paul'.split(' ');
const last =
  'Abel Berg Conrad Dorn Egger Frank Graf Huber Jung Kern Lang Moser Noll Otto Pohl Roth'.split(
    ' ',
  );
const managers = ['Ana Novak', 'Jan Kral', 'Eva Mala'];
const branches = ['Harbour', 'Old Town'];

const clients = ['client_no;name;birth_date;branch;relationship_manager;client_since;closed_on'];
const bookings = ['booking_no;booking_date;client_no;account_no;amount;booking_text;balance_after'];

let booking = 0;
for (let i = 0; i < Number(customers); i++) {
  const client = 1001 + i;
  const joined = whole(-60, 6);
  // One in five leaves, and does less and less in the months before.
  const left = chance() < 0.2 ? whole(Math.max(joined, 0) + 6, months - 1) : undefined;
  const closed = left === undefined ? '' : day(left, 28);
  const manager = oneOf(managers);
  clients.push(
    [
      client,
      `${oneOf(first)} ${oneOf(last)}`,
      `${String(whole(1, 28)).padStart(2, '0')}.${String(whole(1, 12)).padStart(2, '0')}.${whole(1945, 2002)}`,
      branches[managers.indexOf(manager) % 2],
      manager,
      day(joined, 3),
      closed,
    ].join(';'),
  );
  const current = `A${client}-1`;
  const saves = chance() < 0.4;
  const saving = `A${client}-2`;

  const salary = whole(1200, 5200);
  let balance = whole(200, 9000);
  let saved = whole(500, 60_000);
  const write = (account, month, date, value, text, after) =>
    bookings.push(
      [++booking, day(month, date), client, account, amount(value), text, amount(after)].join(';'),
    );
  for (let month = Math.max(joined, 0); month < (left ?? months); month++) {
    const quiet = left !== undefined && left - month <= 4 ? (left - month) / 6 : 1;
    if (chance() < quiet) {
      balance += salary;
      write(current, month, 2, salary, 'Salary', balance);
    }
    const purchases = Math.round(whole(2, 6) * quiet);
    for (let n = 0; n < purchases; n++) {
      const spent = Math.min(balance, whole(10, Math.ceil(salary / 4)));
      balance -= spent;
      write(current, month, 4 + n * 4, -spent, 'Card payment', balance);
    }
    if (saves) {
      saved = quiet < 1 ? saved * 0.6 : saved + whole(0, 200);
      write(
        saving,
        month,
        27,
        quiet < 1 ? -saved / 2 : 50,
        quiet < 1 ? 'Withdrawal' : 'Transfer',
        saved,
      );
    }
  }
}

mkdirSync(folder, { recursive: true });
for (const [name, lines] of Object.entries({ clients, bookings }))
  writeFileSync(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);
console.log(`${folder}: ${customers} clients, ${bookings.length - 1} bookings.`);
