/** What stands before an attribute's name where it is a feature of the churn model: `attributes.creditScore`. */
const prefix = 'attributes.';

/** Names under which files give what settings call by one name. */
const sameThing: readonly (readonly string[])[] = [
  ['sex', 'gender', 'geschlecht', 'sexe', '性别'],
  [
    'age',
    'ageyears',
    'birthdate',
    'dateofbirth',
    'birthyear',
    'yearofbirth',
    'alter',
    '年龄',
    '出生日期',
  ],
  ['nationality', 'citizenship', 'nationalität', '国籍'],
];

/** The feature that an attribute of customers is. */
export function attributeFeature(attribute: string): string {
  return `${prefix}${attribute}`;
}

/** The attribute that a feature is; undefined where it is none. */
export function attributeOf(feature: string): string | undefined {
  return feature.startsWith(prefix) ? feature.slice(prefix.length) : undefined;
}

/** An attribute's name in plain words: “number of products” for `numberOfProducts`, `NumberOfProducts` or `number_of_products`. */
export function attributeInWords(attribute: string): string {
  const words = attribute
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .split(/[\s_]+/u)
    .filter((word) => word !== '');
  return words.map((word) => (/^\p{Lu}\p{Ll}+$/u.test(word) ? word.toLowerCase() : word)).join(' ');
}

/** In small letters and without signs; `Customer_Age` is the age. */
const folded = (name: string) =>
  name
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/^(customer|client|cust|客户)(?=.)/, '');

/** Whether an attribute is one of those named, however its name is written, or in another word for the same. */
export function isOneOf(attribute: string, names: readonly string[]): boolean {
  const written = folded(attribute);
  return names.some((name) => {
    const named = folded(name);
    return (
      named === written ||
      folded(attributeFeature(attribute)) === named ||
      sameThing.some((words) => words.includes(named) && words.includes(written))
    );
  });
}
