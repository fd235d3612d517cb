import { fileURLToPath } from 'node:url';
import { GlobalFonts } from 'canvas';

const faces = [
  ['Noto Sans', 'noto-sans/400Regular/NotoSans_400Regular.ttf'],
  ['Noto Sans', 'noto-sans/600SemiBold/NotoSans_600SemiBold.ttf'],
  ['Noto Sans SC', 'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'],
  ['Noto Sans SC', 'noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf'],
  ['Noto Sans Arabic', 'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'],
  ['Noto Sans Thai', 'noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf'],
] as const;

/** The files that charts are drawn with, below `@expo-google-fonts`. */
export const fontFiles: readonly string[] = faces.map(([, file]) => file);

/** The families charts are set in, first choice first. A family that lacks a letter leaves it to the next. */
export const fontFamilies = [...new Set(faces.map(([family]) => family)), 'sans-serif'].join(', ');

let registered = false;

/**
 * Makes the chart fonts known to the canvas, once a process.
 * @throws when a font file is missing: the installation is incomplete
 */
export function registerFonts(): void {
  if (registered) return;
  for (const [family, file] of faces) {
    const path = fileURLToPath(import.meta.resolve(`@expo-google-fonts/${file}`));
    if (GlobalFonts.registerFromPath(path, family) === null) {
      throw new Error(`The chart font ${path} cannot be read. Run "npm ci" again.`);
    }
  }
  registered = true;
}
