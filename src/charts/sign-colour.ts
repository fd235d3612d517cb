/** Which of the theme's first two colours a bar takes. */
export type Sign = 'above' | 'below';

export const signOf = (value: number): Sign => (value < 0 ? 'below' : 'above');

/** Colours bars by the field `sign`; position says the same to those who cannot tell colours apart. */
export const signColour = {
  field: 'sign',
  type: 'nominal',
  scale: { domain: ['above', 'below'] },
  legend: null,
} as const;
