import { decode, encode } from "fast-png";

const mostColors = 128;

// Colors that nobody can tell apart are one.
const leastDistance = 60;

const mostDifferentPixels = 12;
const visibleDistance = 1000;

// The keyword of a text in the file.
const sourceKeyword = "Source";

/** What a PNG file holds. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What {@link compress} was given; undefined when there is none. */
  readonly source: string | undefined;
}

/**
 * Makes a screenshot small: with a palette of its most frequent colors that differ visibly. Each other pixel gets the
 * color most similar to its own; only the edges of letters have so many.
 * @param source what the picture was made from, kept as a text in the file
 */
export function compress(screenshot: Uint8Array, source: string | undefined): Uint8Array {
  const { width, height, data, channels } = decode(screenshot);
  const pixels = Array.from({ length: width * height }, (_, index) => rgbOf(data, index * channels));
  const text = source === undefined ? {} : { text: { [sourceKeyword]: source } };
  const picture = { width, height, depth: 8, channels: 1, ...indexed(pixels), ...text } as const;
  return encode(picture, { zlib: { level: 9 } });
}

/** Reads a PNG file. @throws Error when it is not one */
export function readPicture(file: Uint8Array): Picture {
  const { width, height, text } = decode(file);
  return { width, height, source: text[sourceKeyword] };
}

/**
 * Whether nobody can tell two files of {@link compress} apart: Chromium draws single pixels of round corners differently
 * each time. Pictures with another source are not the same.
 */
export function looksTheSame(one: Uint8Array, other: Uint8Array): boolean {
  const [a, b] = [readPicture(one), readPicture(other)];
  if (a.width !== b.width || a.height !== b.height || a.source !== b.source) return false;
  const [pixels, others] = [colorsIn(one), colorsIn(other)];
  const different = pixels.filter((color, index) => distance(color, others[index] ?? color) >= visibleDistance);
  return different.length <= mostDifferentPixels;
}

function colorsIn(file: Uint8Array): Shades[] {
  const { data, palette = [] } = decode(file);
  return Array.from(data, (index) => shadesOf(rgbOf(palette[index] ?? [], 0)));
}

function rgbOf(data: ArrayLike<number>, at: number): number {
  return ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
}

function indexed(pixels: readonly number[]) {
  const colors = byFrequency(pixels);
  const palette = paletteOf(colors.map(shadesOf));
  const indexes = new Map(colors.map((color) => [color, nearest(shadesOf(color), palette)]));
  return { palette, data: Uint8Array.from(pixels, (pixel) => indexes.get(pixel) ?? 0) };
}

/** @param colors the most frequent first */
function paletteOf(colors: readonly Shades[]): Shades[] {
  const palette: Shades[] = [];
  for (const color of colors) {
    const isNew = palette.every((each) => distance(each, color) >= leastDistance);
    if (isNew && palette.length < mostColors) palette.push(color);
  }
  return palette;
}

/** The different colors, the most frequent first. */
function byFrequency(pixels: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([color]) => color);
}

/** Red, green and blue, from 0 to 255. */
type Shades = [number, number, number];

function shadesOf(color: number): Shades {
  return [color >> 16, (color >> 8) & 0xff, color & 0xff];
}

function nearest(color: Shades, palette: readonly Shades[]): number {
  const distances = palette.map((each) => distance(each, color));
  return distances.indexOf(Math.min(...distances));
}

function distance([red, green, blue]: Shades, other: Shades): number {
  return (red - other[0]) ** 2 + (green - other[1]) ** 2 + (blue - other[2]) ** 2;
}
