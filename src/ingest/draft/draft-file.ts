import { columnRoles, isOfOtherParty, type Role, saysLeft } from './column-roles.ts';
import { type ColumnLook, describeColumn } from './describe-column.ts';
import type { Sample } from './sample-file.ts';

/** A part of a draft: the file's lines of YAML without indentation, what each is a guess from, and what nobody guessed. */
export type DraftedFile = {
  format: string[];
  tables: string[][];
  /** what a person has to look at, a line each */
  doubts: string[];
  /** the sign or code of the currency, where the file has one */
  currency: string | undefined;
  unused: string[];
};

const quoted = (text: string) =>
  /^[\p{L}_][\p{L}\p{N} _.-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);

const codesOf: Readonly<Record<string, string>> = {
  m: 'male',
  male: 'male',
  man: 'male',
  男: 'male',
  f: 'female',
  female: 'female',
  w: 'female',
  woman: 'female',
  女: 'female',
};

/** Whether a number is rather a name, such as of a telephone, that must keep all its digits. */
const isIdentifier = (value: string) => /^(0\d+|\d{10,})$/.test(value);

const dayRoles = ['date', 'birthDate', 'joinedOn', 'closedOn', 'openedOn'] as const;

const minusWords = new Set([
  'd',
  'dr',
  'debit',
  's',
  'soll',
  'out',
  '支出',
  '支',
  '借',
  'withdrawal',
  'sent',
  'expense',
]);
const plusWords = new Set([
  'c',
  'cr',
  'credit',
  'h',
  'haben',
  'in',
  '收入',
  '收',
  '贷',
  'deposit',
  'received',
  'income',
]);

/** Whether a row is an account of a customer who may have several: accounts come once each, and customers again. */
const isOfAccounts = (roles: ReadonlyMap<Role, ColumnLook>): boolean =>
  roles.get('account')?.unique === true && roles.get('customer')?.unique === false;

/**
 * Guesses what a file is from a sample of it.
 * @param day the day that a snapshot may be of, YYYY-MM-DD
 * @param owner the id of whose statement it is, where no column says so
 */
export function draftFile(sample: Sample, day: string, owner: string): DraftedFile {
  const looks = sample.columns.map((name, n) =>
    describeColumn(
      name,
      sample.rows.map((row) => row[n] ?? ''),
    ),
  );
  const roles = columnRoles(looks);
  const doubts: string[] = [];
  const used = new Set<string>();
  const use = (role: Role) => {
    const look = roles.get(role);
    if (look !== undefined) used.add(look.name);
    return look === undefined ? undefined : quoted(look.name);
  };
  const ledger =
    roles.has('date') &&
    (roles.has('amount') ||
      roles.has('debit') ||
      roles.has('credit') ||
      (roles.has('quantity') && roles.has('price')));
  const tables = ledger ? ledgerTables() : isOfAccounts(roles) ? accountTables() : customerTables();
  const unused = sample.columns.filter((name) => name !== '' && !used.has(name));
  return { format: formatLines(), tables, doubts, currency: currencyOf(), unused };

  function formatLines(): string[] {
    const readAs = looks.filter(({ name }) => used.has(name));
    const days = dayRoles.flatMap((role) => roles.get(role) ?? []);
    const dates = new Set(
      days.flatMap(({ name, dates, mixedDates }) =>
        !used.has(name) ? [] : mixedDates.length > 0 ? mixedDates : dates.slice(0, 1),
      ),
    );
    const numeric = readAs.flatMap((look) =>
      look.numbers === null || days.includes(look) ? [] : [look.numbers],
    );
    const written = numeric.toSorted((a, b) => b.thousands.length - a.thousands.length);
    const decimal =
      written.find(({ decimal, thousands }) => decimal === ',' || thousands.length > 0)?.decimal ??
      '.';
    const thousands = [...new Set(written.flatMap((each) => each.thousands))];
    const signs = [...new Set(written.flatMap(({ currencySigns }) => currencySigns))];
    const missing = [...new Set(readAs.flatMap((look) => look.missing))];
    for (const { name, dates: fitting, mixedDates } of days) {
      const [first, second] = fitting;
      if (mixedDates.length > 0)
        doubts.push(
          `${name}: its days are written in two formats, ${mixedDates.join(' and ')}. Where a day fits both orders of day and month, look whether it is read right.`,
        );
      else if (first?.startsWith('M/d') && second?.startsWith('d/M'))
        doubts.push(`${name}: ${first} or ${second}? All its values are days by both.`);
    }
    const chinese = days.some(({ name, chineseWeekdays }) => used.has(name) && chineseWeekdays);
    return [
      ...(chinese ? ['language: zh'] : []),
      ...(sample.workbook
        ? []
        : [`delimiter: ${JSON.stringify(sample.delimiter)}`, `encoding: ${sample.encoding}`]),
      ...(sample.ragged
        ? ['raggedRows: fill   # GUESS: its rows have fewer values than the header has names']
        : []),
      ...(sample.preamble !== null && sample.preamble > 0 ? ['preamble: until-header'] : []),
      ...(dates.size > 0
        ? [`dates: [${[...dates].map((format) => JSON.stringify(format)).join(', ')}]`]
        : []),
      ...(missing.length > 0
        ? [`missing: [${missing.map((text) => JSON.stringify(text)).join(', ')}]`]
        : []),
      `numbers: { decimal: ${JSON.stringify(decimal)}, thousands: ${JSON.stringify(thousands)}, currencySigns: ${JSON.stringify(signs)} }`,
    ];
  }

  function currencyOf(): string | undefined {
    const codes = roles.get('currency')?.known ?? [];
    const signs = looks.flatMap(({ numbers }) => numbers?.currencySigns ?? []);
    return [...codes, ...signs]
      .map((text) => currencies[text] ?? text)
      .find((text) => /^[A-Z]{3}$/.test(text));
  }

  function nameField(): string[] {
    const [first, last, name] = [roles.get('firstName'), roles.get('lastName'), roles.get('name')];
    if (first !== undefined && last !== undefined)
      return [`name: { columns: [${use('firstName')}, ${use('lastName')}] }`];
    if (name !== undefined) return [`name: ${use('name')}`];
    if (last !== undefined) return [`name: ${use('lastName')}`];
    return first === undefined ? [] : [`name: ${use('firstName')}`];
  }

  function factsOfCustomer(): string[] {
    const lines = nameField();
    const sex = roles.get('sex');
    const values = [...new Set(sex?.known ?? [])];
    if (sex !== undefined && values.some((value) => codesOf[value.toLowerCase()] !== undefined)) {
      const codes = values.flatMap((value) => {
        const code = codesOf[value.toLowerCase()];
        return code === undefined ? [] : [`${JSON.stringify(value)}: ${code}`];
      });
      lines.push(`sex: { column: ${use('sex')}, codes: { ${codes.join(', ')} }, otherwise: null }`);
    }
    for (const role of ['phone', 'email', 'tags'] as const) {
      if (roles.has(role)) lines.push(`${role}: { column: ${use(role)}, whenWrong: leave-out }`);
    }
    if (roles.has('birthDate')) lines.push(`birthDate: ${use('birthDate')}`);
    else if (roles.has('age')) {
      lines.push(
        `birthDate: { column: ${use('age')}, before: ${day}, in: years }   # GUESS: the file is of this day`,
      );
    }
    const tenure = roles.get('tenure');
    if (roles.has('joinedOn')) lines.push(`joinedOn: ${use('joinedOn')}`);
    else if (tenure !== undefined) {
      const most = Math.max(...tenure.known.map(Number).filter(Number.isFinite));
      const unit = most > 20 ? 'months' : 'years';
      lines.push(
        `joinedOn: { column: ${use('tenure')}, before: ${day}, in: ${unit} }   # GUESS: ${unit}, by its largest value ${most}`,
      );
    }
    if (roles.has('closedOn')) lines.push(`closedOn: ${use('closedOn')}`);
    return lines;
  }

  /** The column that says who had left, where none says when. */
  function labelOfCustomer(): string[] {
    const left = roles.get('left');
    if (left === undefined || roles.has('closedOn')) return [];
    const says = [...new Set(left.known)].filter((value) => saysLeft.has(value.toLowerCase()));
    return [
      `label: { column: ${use('left')}, left: ${JSON.stringify(says)}, asOf: ${day} }   # GUESS: the file is of this day`,
    ];
  }

  function customerTables(): string[][] {
    const id =
      roles.get('customer') ??
      roles.get('account') ??
      roles.get('id') ??
      looks.find(({ name, unique }) => name !== '' && unique);
    if (id === undefined) {
      doubts.push(
        `No column looks like the id of a customer: the hash of the row stands for it${roles.has('balance') ? ', so that rows that are alike are one customer' : ''}. If the file has no customers, as a list of codes has none, delete its entry.`,
      );
    } else used.add(id.name);
    const key =
      id !== undefined
        ? quoted(id.name)
        : // Two who are alike are two, where no other table refers to either.
          roles.has('balance')
          ? '{ hash: row }'
          : '{ hash: row, numbered: true }';
    if (id !== undefined && !roles.has('customer'))
      doubts.push(
        `${id.name}: taken for the customer's id, because ${id.unique ? 'its values are all different' : 'of its name'}. If the file has no customers, delete its entry.`,
      );
    if (id?.unique === false)
      doubts.push(
        `${id.name}: the same comes several times, as in a list of transactions, but no columns were found that hold ${roles.has('date') ? 'an amount' : 'a day and an amount'}. As drafted, the first row of each is taken, and no transaction.`,
      );
    const facts = factsOfCustomer();
    const customers = [
      'into: customers',
      ...(id?.unique === false ? ['duplicates: first'] : []),
      ...labelOfCustomer(),
      'fields:',
      `  externalId: ${key}`,
      ...facts.map((line) => `  ${line}`),
    ];
    const more: string[][] = [];
    if (roles.has('balance')) {
      more.push(
        [
          'into: holdings',
          'fields:',
          `  customer: ${key}`,
          `  externalId: ${key}`,
          '  product: { value: current-account }   # GUESS',
        ],
        [
          'into: balances',
          'fields:',
          `  customer: ${key}`,
          `  holding: ${key}`,
          `  asOf: { value: ${day} }   # GUESS: the file is of this day`,
          `  amount: ${use('balance')}`,
        ],
      );
    }
    customers.push(...attributeLines());
    return [customers, ...more];
  }

  /** The columns of which nothing else is made, as attributes of what the table is of. */
  function attributeLines(): string[] {
    const attributes = looks.filter(({ name }) => name !== '' && !used.has(name));
    if (attributes.length === 0) return [];
    return [
      'attributes:',
      ...attributes.slice(0, 40).map(({ name, numbers, known }) => {
        used.add(name);
        const of =
          numbers === null || known.some(isIdentifier)
            ? quoted(name)
            : `{ column: ${quoted(name)}, type: number }`;
        return `  ${quoted(name)}: ${of}`;
      }),
    ];
  }

  function accountTables(): string[][] {
    const customer = use('customer');
    const account = use('account');
    const opened = (['openedOn', 'joinedOn', 'date'] as const).find((role) => roles.has(role));
    doubts.push(
      `${roles.get('account')?.name}: a row is an account, and customers have several. Say by codes which product each is; where another file has the customers, this one adds their accounts.`,
    );
    const holdings = [
      'into: holdings',
      'fields:',
      `  customer: ${customer}`,
      `  externalId: ${account}`,
      '  product: { value: current-account }   # GUESS: every row alike; a code table tells them apart',
      ...(opened === undefined ? [] : [`  openedOn: ${use(opened)}`]),
      ...(roles.has('closedOn') ? [`  closedOn: ${use('closedOn')}`] : []),
    ];
    const balances = roles.has('balance')
      ? [
          [
            'into: balances',
            'fields:',
            `  customer: ${customer}`,
            `  holding: ${account}`,
            `  asOf: { value: ${day} }   # GUESS: the file is of this day`,
            `  amount: ${use('balance')}`,
          ],
        ]
      : [];
    const customers = [
      'into: customers',
      'duplicates: first',
      'fields:',
      `  externalId: ${customer}`,
      ...nameField().map((line) => `  ${line}`),
    ];
    return [customers, [...holdings, ...attributeLines()], ...balances];
  }

  function ledgerTables(): string[][] {
    const column = roles.has('customer') ? use('customer') : use('account');
    if (column === undefined)
      doubts.push(
        `No column says whose the rows are: all are of one customer, ${JSON.stringify(owner)}. Put their id in its place.`,
      );
    else if (!roles.has('customer'))
      doubts.push('No column names the customer: the account stands for it.');
    const blank = looks.find(({ name }) => quoted(name) === column);
    const gaps = blank !== undefined && blank.known.length < sample.rows.length;
    const where = gaps ? [`where: { ${column}: { not: "" } }   # rows of nobody are left out`] : [];
    const customer = column ?? `{ value: ${JSON.stringify(owner)} }`;
    for (const look of looks) {
      if (isOfOtherParty(look, looks))
        doubts.push(
          `${look.name}: taken for the account of the other party, as it stands beside their name. If it is the customer's own, map it as customer and holding.`,
        );
    }
    const account = roles.has('account') ? use('account') : undefined;
    const holding = account ?? (roles.has('balance') ? customer : undefined);
    const id = use('id');
    const customers = [
      'into: customers',
      ...where,
      'duplicates: first',
      ...labelOfCustomer(),
      'fields:',
      `  externalId: ${customer}`,
      ...factsOfCustomer().map((line) => `  ${line}`),
    ];
    const holdings =
      holding === undefined
        ? []
        : [
            [
              'into: holdings',
              ...where,
              'duplicates: first',
              'fields:',
              `  customer: ${customer}`,
              `  externalId: ${holding}`,
              '  product: { value: current-account }   # GUESS',
            ],
          ];
    const transactions = [
      'into: transactions',
      ...where,
      ...(roles.has('balance') ? ['monthEndBalances: true'] : []),
      'fields:',
      `  customer: ${customer}`,
      `  externalId: ${id ?? '{ hash: row, numbered: true }'}`,
      ...(holding === undefined ? [] : [`  holding: ${holding}`]),
      `  bookedOn: ${use('date')}`,
      `  amount: ${amountField()}`,
      `  kind: { value: ${roles.has('quantity') ? 'card-payment' : 'other'} }   # GUESS: every row alike; a code table tells them apart`,
      ...(roles.has('balance') ? [`  balanceAfter: ${use('balance')}`] : []),
      ...(roles.has('counterparty') ? [`  counterparty: ${use('counterparty')}`] : []),
    ];
    return [customers, ...holdings, transactions];
  }

  function amountField(): string {
    const currency =
      new Set(roles.get('currency')?.known ?? []).size > 1 ? `, currency: ${use('currency')}` : '';
    if (currency !== '') doubts.push('Several currencies: give what each is worth as rates.');
    else use('currency');
    if (roles.has('debit') && roles.has('credit')) {
      const zero = 'missing: ["0", "0.00", "0,00"]';
      return `{ first: [{ column: ${use('credit')}, ${zero}${currency} }, { column: ${use('debit')}, sign: minus${currency} }] }`;
    }
    const amounts = roles.get('amount')?.known ?? [];
    const signed = amounts.some((value) => /^[-−(]|-$|DR$/i.test(value));
    const direction =
      roles.get('direction') ?? (signed ? undefined : looks.find((look) => saysDirection(look)));
    const says = [...new Set(direction?.known ?? [])];
    const minus = says.filter((value) => minusWords.has(value.toLowerCase()));
    const plus = says.filter((value) => plusWords.has(value.toLowerCase()));
    const amount = roles.has('amount')
      ? use('amount')
      : roles.has('debit')
        ? use('debit')
        : use('credit');
    if (direction !== undefined && minus.length > 0 && plus.length > 0) {
      used.add(direction.name);
      const others = says.filter((value) => !minus.includes(value) && !plus.includes(value));
      if (others.length > 0)
        doubts.push(
          `${direction.name}: which way does ${others.join(', ')} go? Its rows are rejected until the mapping says so.`,
        );
      return `{ column: ${amount}${currency}, sign: { column: ${quoted(direction.name)}, plus: ${JSON.stringify(plus)}, minus: ${JSON.stringify(minus)} } }`;
    }
    if (!roles.has('amount') && roles.has('quantity') && roles.has('price')) {
      doubts.push(
        'Quantity × price is taken for spending, from the account (sign: minus); what is negative there is a return.',
      );
      return `{ column: ${use('quantity')}, times: ${use('price')}, sign: minus${currency} }`;
    }
    if (roles.has('quantity') && roles.has('amount')) {
      use('quantity');
      doubts.push(
        `${roles.get('amount')?.name}: what was sold is taken for spending, from the account (sign: minus); what is negative there is a return.`,
      );
      return `{ column: ${amount}, sign: minus${currency} }`;
    }
    if (!signed)
      doubts.push(
        direction === undefined || direction.distinct < 2
          ? `${roles.get('amount')?.name}: no amount has a sign. If they are spending, add sign: minus.`
          : `${roles.get('amount')?.name}: no amount has a sign. Does ${direction.name} say which way the money goes (${says.slice(0, 12).join(', ')})? Then add sign: { column: ${quoted(direction.name)}, plus: […], minus: […] }.`,
      );
    return currency === '' ? (amount ?? '') : `{ column: ${amount}${currency} }`;
  }
}

/** Whether a column holds nothing but words for in and out. */
function saysDirection({ known, distinct }: ColumnLook): boolean {
  const words = [...new Set(known.map((value) => value.toLowerCase()))];
  return (
    distinct >= 2 &&
    distinct <= 6 &&
    words.some((word) => minusWords.has(word)) &&
    words.some((word) => plusWords.has(word)) &&
    words.every((word) => minusWords.has(word) || plusWords.has(word))
  );
}

const currencies: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'CNY',
  '￥': 'CNY',
  元: 'CNY',
  人民币: 'CNY',
  '₹': 'INR',
  Kč: 'CZK',
  zł: 'PLN',
};
