import { createCanvas, loadImage } from 'canvas';

async function pixelsOf(png: Uint8Array): Promise<Uint8ClampedArray> {
  const image = await loadImage(Buffer.from(png));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}

/** The colour of the top left pixel, as `#rrggbb`. */
export async function cornerColour(png: Uint8Array): Promise<string> {
  const data = await pixelsOf(png);
  return `#${[...data.slice(0, 3)].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
