/** Why a row can be rejected, in words for each language. The key is what `ingest_rejects.reason` holds. */
export const rejectReasons = {
  'quote-not-closed': {
    en: 'a quote is opened and not closed: the row breaks off',
    zh: '引号未闭合，该行不完整',
  },
  'text-after-quote': { en: 'text after a closing quote', zh: '右引号之后还有文字' },
  'quote-inside-text': { en: 'a quote inside unquoted text', zh: '未加引号的文字中出现引号' },
  'too-few-columns': { en: 'fewer columns than the header', zh: '列数少于表头' },
  'too-many-columns': { en: 'more columns than the header', zh: '列数多于表头' },
  'wrong-encoding': { en: 'bytes that the encoding does not have', zh: '含有不符合编码的字节' },
  'control-character': { en: 'a zero character', zh: '含有零字符' },
  'missing-value': { en: 'a required value is missing', zh: '缺少必填值' },
  'not-a-date': {
    en: 'no such date, or not in the format of the mapping',
    zh: '日期不存在或格式与映射不符',
  },
  'not-a-number': { en: 'not a number in the format of the mapping', zh: '数字格式与映射不符' },
  'too-many-decimals': { en: 'more decimals than money has', zh: '小数位数过多' },
  'out-of-range': { en: 'outside the possible range', zh: '超出可能的范围' },
  'unknown-code': { en: 'a code the mapping does not know', zh: '映射中没有的代码' },
  'unknown-customer': { en: 'no such customer', zh: '客户不存在' },
  'unknown-holding': { en: 'no such holding of the customer', zh: '该客户没有此产品' },
  'unknown-branch': { en: 'no such branch', zh: '分行不存在' },
  'unknown-manager': { en: 'no such manager', zh: '客户经理不存在' },
  'no-match': { en: 'not found in the file it is looked up in', zh: '在关联文件中找不到' },
  'several-matches': {
    en: 'found several times, with different values, in the file it is looked up in',
    zh: '在关联文件中有多个不同的值',
  },
  'duplicate-key': {
    en: 'the same key as another row of the file, with other values',
    zh: '与文件中另一行主键相同但内容不同',
  },
  'email-taken': { en: 'the e-mail of another manager', zh: '电子邮件已属于另一位经理' },
} as const;

/** A key of {@link rejectReasons}. */
export type RejectReason = keyof typeof rejectReasons;

/** What is wrong with a row: the file's own column name ('' for the row as a whole) and the value as it stands there. */
export type Problem = { column: string; value: string | null; reason: RejectReason };
