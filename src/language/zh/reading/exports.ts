import type { ExportFormat, ExportReading } from '../../reading.ts';

const named: Record<ExportFormat, string> = {
  csv: 'csv',
  xlsx: '(?:xlsx?|excel|电子表格|表格文件|工作簿)',
  pdf: 'pdf',
};
const kind = '(?: ?(?:格式的?)?(?:文件|表格|表|文档|格式))?';
const how = '(?:请|再|并|都|然后|帮我|给我|麻烦)*';
const done = '(?:导出|导|倒出|输出|下载|保存|另存|存储|存|生成|做|转换|转|整理|汇出|匯出|列|放)';
const into = '(?:成为|成|为|為|到|至|进|作)';
const one = '(?:一[个份张])?';
const politely = '(?:给我|发我|吧|好吗|可以吗|，?谢谢)?';

const ending = (format: string) =>
  new RegExp(
    `[，,。；;、 ]?${how}(?:的|${done} ?${into}?${one} ?|${into}${one} ?|(?:用|以|按|要|需要)${one} ?)${format}${kind}(?:的?(?:形式|方式))?(?:来?${done}|给我看?|发给?我|展示|显示)?${politely}$`,
    'iu',
  );

const beginning = (format: string) =>
  new RegExp(`^${how}${done}${into}?${one} ?${format}${kind}[：:，, ] ?`, 'iu');

const alone = (format: string) =>
  new RegExp(
    `^ ?(?:那|就|也|再|同样|麻烦|请|幫我|帮我|给我|畀我|俾我|我)*(?:要|出|来|來|整|弄|做|发|發|搞|给)?(?:一)?(?:个|個|份|张|張)? ?${format}${kind}(?:版本?)? ?(?:畀我|俾我|給我|给我|发我|發我|吧|啦|呗|唔该|谢谢|謝謝)*$`,
    'iu',
  );

/** How Chinese asks for a table as a file. */
export const exports: ExportReading = {
  ending: { csv: ending(named.csv), xlsx: ending(named.xlsx), pdf: ending(named.pdf) },
  beginning: { csv: beginning(named.csv), xlsx: beginning(named.xlsx), pdf: beginning(named.pdf) },
  alone: { csv: alone(named.csv), xlsx: alone(named.xlsx), pdf: alone(named.pdf) },
  around: /^(?:请|麻烦|帮我|给我)*(?:把|将|導出|导出|下载|输出)/u,
};
