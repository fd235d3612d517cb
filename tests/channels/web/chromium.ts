import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser to test in; undefined on a machine that has none. CI always has one. */
export const chromiumPath: string | undefined =
  process.env.CHROMIUM ?? places.find((place) => existsSync(place));

if (chromiumPath === undefined && process.env.CI !== undefined) {
  throw new Error(
    'CI tests the page in Chromium, and this machine has none: install it, or set CHROMIUM.',
  );
}
