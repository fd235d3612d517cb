import { parseEmail, parsePhone } from '../parse-contact.ts';
import type { ColumnLook } from './describe-column.ts';

/** What a column can mean, of what exports call it. */
export type Role =
  | 'customer'
  | 'account'
  | 'id'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'sex'
  | 'phone'
  | 'email'
  | 'tags'
  | 'birthDate'
  | 'age'
  | 'joinedOn'
  | 'tenure'
  | 'left'
  | 'closedOn'
  | 'branch'
  | 'date'
  | 'amount'
  | 'debit'
  | 'credit'
  | 'direction'
  | 'balance'
  | 'quantity'
  | 'price'
  | 'currency'
  | 'counterparty'
  | 'product'
  | 'openedOn'
  | 'term';

type Test = { role: Role; named: RegExp; fits?: (look: ColumnLook) => boolean };

const isNumber = ({ numbers }: ColumnLook) => numbers !== null;
const isDate = ({ dates, mixedDates }: ColumnLook) => dates.length > 0 || mixedDates.length > 0;
/** Whether most of what stands in a column is one of a kind. */
const mostlyLike =
  (parse: (text: string) => string | undefined) =>
  ({ known }: ColumnLook) =>
    known.filter((value) => parse(value) !== undefined).length > known.length / 2;
const isCode = ({ distinct }: ColumnLook) => distinct <= 12;
const yesOrNo = ({ known, distinct }: ColumnLook) =>
  distinct <= 3 &&
  known.every((value) => saysLeft.has(value.toLowerCase()) || saysStayed.has(value.toLowerCase()));

/** What says in a column of who left that somebody did. */
export const saysLeft = new Set([
  '1',
  'yes',
  'y',
  'true',
  'churned',
  'left',
  'attrited customer',
  'closed',
  '是',
  '流失',
  '已流失',
]);
const saysStayed = new Set([
  '0',
  'no',
  'n',
  'false',
  'stayed',
  'joined',
  'existing customer',
  'active',
  '否',
  '未流失',
  '正常',
]);

/** Names are compared in small letters, without spaces and signs; of several columns with one meaning the first holds. */
const tests: readonly Test[] = [
  {
    role: 'customer',
    named:
      /^(customer|client|cust|cus|kunden?|klient|member|user|holder|person|cif|客户|会员|用户)(s|en)?(id|no|nr|num|number|nummer|key|code|编号|号码?|代码)$|^(customer|client|clientnum|kunde|cif)$/,
  },
  { role: 'customer', named: /^(社保|医保|会员)卡号?码?$/ },
  { role: 'account', named: /^(iban)?(auftragskonto|kontoinhaber)$|^(own|my|our)(iban|account)$/ },
  {
    role: 'account',
    named:
      /^(?:sender|from)?(account|acct|acc|konto|iban|card|账|帐|卡|账户|客户账)(id|no|nr|num|number|nummer|户|号码?|编号)?$|^(bank|交易|本方)(account|账[户号])/,
  },
  {
    role: 'id',
    named:
      /^(id|uuid|reference|ref|refno|beleg|buchungsnr|交易流水号|流水号|交易号|交易单号|订单号|交易订单号|transactionref|orderid)$|^(transaction|trans|txn|trx|booking|payment|loan|iou|借据|合同)(id|no|nr|number|key|编号|号)$/,
    fits: ({ unique }) => unique,
  },
  { role: 'firstName', named: /^(first|given|fore)name$|^vorname$/ },
  { role: 'lastName', named: /^(last|family)name$|^(surname|nachname)$/ },
  { role: 'name', named: /^(customer|client|cus|full|kunden|客户)?(name|姓名|名称)$/ },
  {
    role: 'email',
    named: /^(customer|client|kunden?)?e?mail(address|adresse|id)?$|^(电子)?(邮箱|邮件)(地址)?$/,
    fits: mostlyLike(parseEmail),
  },
  {
    role: 'phone',
    named:
      /^(customer|client|home|work|kunden?|联系)?(phone|mobile|cell|contact|tel|telefon|telephone|handy|电话|手机)(phone|no|nr|num|number|nummer|号码?)?$/,
    fits: mostlyLike(parsePhone),
  },
  {
    role: 'tags',
    named: /^(customer)?(tags|labels)$|^(客户)?标签$/,
    fits: (look) => !isDate(look),
  },
  { role: 'sex', named: /^(cus|customer)?(sex|gender|geschlecht|性别)$|^客户性别$/, fits: isCode },
  { role: 'birthDate', named: /birth|brith|geburt|^dob$|出生/, fits: isDate },
  { role: 'age', named: /^(customer)?age$|^年龄$/, fits: isNumber },
  {
    role: 'joinedOn',
    named:
      /join|since|registered|kundeseit|open(ing)?date|dateof(account)?open|开户日期|注册日期|cre(ated?|_date)/,
    fits: isDate,
  },
  { role: 'tenure', named: /^tenure|tenure(months|years)?$|^monthsonbook$/, fits: isNumber },
  { role: 'left', named: /churn|exited|attrition|^left$|流失/, fits: yesOrNo },
  { role: 'closedOn', named: /closed?(on|date|at)|cancel|销户日期/, fits: isDate },
  { role: 'branch', named: /^(branch|filiale|office|支行|分行|机构)(name|id|no|号|名称)?$/ },
  {
    role: 'date',
    named:
      /^buchung(stag|sdatum)?$|^book(ing|ed)(date|on|day)?$|^(transaction|trans|tran|txn|trx)date$|^记账日期$|^交易日期$/,
    fits: isDate,
  },
  { role: 'date', named: /date|day|time|datum|tag$|valuta|日期|时间/, fits: isDate },
  { role: 'debit', named: /withdraw|debit|paidout|soll|支出|借方|取款/, fits: isNumber },
  {
    role: 'credit',
    named: /deposit(amt|amount|s)?$|credit(amt|amount)?$|paidin|haben|收入|贷方|存款/,
    fits: isNumber,
  },
  {
    role: 'balance',
    named:
      /(balance|saldo|solde|kontostand|余额).*(after|nach|après|后)|^(new|closing|running)balance/,
    fits: isNumber,
  },
  {
    role: 'balance',
    named: /^(?!.*(before|avant|opening)).*(balance|saldo|solde|kontostand|余额)/,
    fits: isNumber,
  },
  {
    role: 'amount',
    named: /^(实收|实付)(金额|款)?$|^(total|net|sales?|tran|txn)(amt|amount)$/,
    fits: isNumber,
  },
  {
    role: 'amount',
    named: /amount|betrag|^montant$|^sum$|umsatz|^value$|金额|amt$|spend|sales$/,
    fits: isNumber,
  },
  { role: 'quantity', named: /^(quantity|qty|units|menge|(销售|购买)?数量)$/, fits: isNumber },
  { role: 'price', named: /price|preis|单价/, fits: isNumber },
  {
    role: 'direction',
    named:
      /^(dc|sh|drcr|crdr|cdindicator|debitcredit|收支|收\/支|借贷标志|direction|transactiondirection|typeoperation|transactiontype|type|sollhaben|side|movement|indicator|flow|资金流向)$/,
    fits: isCode,
  },
  {
    role: 'currency',
    named: /^(currency|devise|ccy|curr|waehrung|währung|币种)(code)?$/,
    fits: isCode,
  },
  {
    role: 'counterparty',
    named:
      /^(?!iban|bic).*(zahlungsbeteiligt|zahlungsempf|empfänger|empfaenger|beguenstigt|begünstigt)/,
  },
  {
    role: 'counterparty',
    named:
      /description|details|narrat|payee|counterparty|merchant|verwendungszweck|memo|text|对方|摘要|商品|交易说明/,
  },
  { role: 'product', named: /product|产品/, fits: isCode },
  { role: 'openedOn', named: /issued|opened|lend|放款日期/, fits: isDate },
];

const folded = (name: string) => name.toLowerCase().replace(/[\s_\-.()（）#:/*]/g, '');

/**
 * Whether an account is rather that of whom was paid: a bare IBAN beside a column that names them, in a statement whose rows are
 * of one account.
 */
export function isOfOtherParty(look: ColumnLook, looks: readonly ColumnLook[]): boolean {
  return (
    /^iban$/.test(folded(look.name)) &&
    look.distinct > 1 &&
    looks.some(({ name }) =>
      /zahlungs(empf|pflicht)|empfänger|payee|beneficiary/.test(folded(name)),
    )
  );
}

/** Which column means what, as far as their names and values tell. */
export function columnRoles(looks: readonly ColumnLook[]): Map<Role, ColumnLook> {
  const roles = new Map<Role, ColumnLook>();
  const taken = new Set<ColumnLook>();
  for (const { role, named, fits } of tests) {
    if (roles.has(role)) continue;
    const found = looks.find(
      (look) =>
        !taken.has(look) &&
        named.test(folded(look.name)) &&
        (fits?.(look) ?? true) &&
        !(role === 'account' && isOfOtherParty(look, looks)),
    );
    if (found === undefined) continue;
    roles.set(role, found);
    taken.add(found);
  }
  // A price of which no column says how often it was paid, in a list of purchases that has no other amount.
  const price = roles.get('price');
  const others = ['amount', 'debit', 'credit', 'quantity'] as const;
  if (price !== undefined && roles.has('date') && !others.some((role) => roles.has(role))) {
    roles.set('amount', price);
    roles.delete('price');
  }
  return roles;
}
