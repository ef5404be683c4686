import { encode } from 'fast-png';
import { dotsOf } from './letters.ts';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A place on the canvas, in pixels from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a text is drawn: pixels for each dot of a letter, and from bottom to top where it is `upright`. */
export interface Lettering {
  readonly colour: Colour;
  readonly scale: number;
  readonly upright?: boolean;
}

/** A white picture to draw on. What lies outside is not drawn. */
export interface Canvas {
  fill(from: Point, size: { readonly width: number; readonly height: number }, colour: Colour): void;
  write(text: string, from: Point, lettering: Lettering): void;
  /** The picture as a PNG file. */
  png(): Uint8Array;
}

/** A canvas of so many pixels. */
export function canvas(width: number, height: number): Canvas {
  const data = new Uint8Array(width * height * 3).fill(255);
  const fill: Canvas['fill'] = (from, size, colour) => {
    const right = Math.min(width, from.x + size.width);
    const bottom = Math.min(height, from.y + size.height);
    for (let y = Math.max(0, from.y); y < bottom; y += 1)
      for (let x = Math.max(0, from.x); x < right; x += 1) data.set(colour, (y * width + x) * 3);
  };
  return {
    fill,
    write(text, { x: left, y: top }, { colour, scale, upright = false }) {
      const dot = { width: scale, height: scale };
      for (const { x, y } of dotsOf(text)) {
        const at = upright
          ? { x: left + y * scale, y: top - (x + 1) * scale }
          : { x: left + x * scale, y: top + y * scale };
        fill(at, dot, colour);
      }
    },
    png: () => encode({ width, height, data, channels: 3, depth: 8 }),
  };
}
