import type { Surface } from "./flow-colors.ts";
import { html, type Markup } from "./html.ts";

/** A rectangle, in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a text begins, ends or has its middle. */
export type Anchor = "start" | "middle" | "end";

const lineHeight = 16;
const firstBaseline = 20;

/** A box with a bold title, and quiet lines below it. */
export function box(area: Area, surface: Surface, [title = "", ...lines]: readonly string[]): Markup {
  const { x, y, width, height } = area;
  const middle = { x: x + width / 2, y: y + firstBaseline };
  return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${surface.ground}"/>
${writing(title, middle, { color: surface.text, anchor: "middle", isBold: true })}${lines.map((line, index) =>
  writing(line, { x: middle.x, y: middle.y + (index + 1) * lineHeight }, { color: surface.quiet, anchor: "middle" }),
)}`;
}

/** Lines of text below each other; `at` is the beginning, middle or end of the first line. */
export function lines(texts: readonly string[], at: Point, color: string, anchor: Anchor = "middle"): Markup[] {
  return texts.map((text, index) => writing(text, { x: at.x, y: at.y + index * lineHeight }, { color, anchor }));
}

interface Writing {
  readonly color: string;
  readonly anchor: Anchor;
  readonly isBold?: boolean;
}

function writing(text: string, { x, y }: Point, { color, anchor, isBold = false }: Writing): Markup {
  const weight = isBold ? html` font-size="14" font-weight="bold"` : html``;
  return html`<text x="${x}" y="${y}" fill="${color}" text-anchor="${anchor}"${weight}>${text}</text>
`;
}

/** How an arrow is drawn. */
export interface Stroke {
  readonly color: string;
  readonly isDashed?: boolean;
  /** Has a head at both ends. */
  readonly isDouble?: boolean;
}

/** An arrow along points, with its head at the last one. */
export function arrow(points: readonly Point[], { color, isDashed = false, isDouble = false }: Stroke): Markup {
  const path = points.map(({ x, y }) => `${x},${y}`).join(" ");
  return html`<polyline points="${path}" fill="none" stroke="${color}" stroke-width="1.6"${isDashed ? html` stroke-dasharray="5 4"` : html``}/>
${head(points.at(-2), points.at(-1), color)}${isDouble ? head(points[1], points[0], color) : html``}`;
}

const headLength = 8;
const headHalfWidth = 4;

function head(from: Point | undefined, to: Point | undefined, color: string): Markup {
  if (from === undefined || to === undefined) return html``;
  const [dx, dy] = [Math.sign(to.x - from.x), Math.sign(to.y - from.y)];
  const base = { x: to.x - dx * headLength, y: to.y - dy * headLength };
  const [wx, wy] = [dy * headHalfWidth, dx * headHalfWidth];
  return html`<polygon points="${to.x},${to.y} ${base.x + wx},${base.y + wy} ${base.x - wx},${base.y - wy}" fill="${color}"/>
`;
}

/** A padlock with its top left corner at a point. */
export function padlock({ x, y }: Point, color: string): Markup {
  return html`<rect x="${x}" y="${y + 6}" width="12" height="9" rx="1.5" fill="${color}"/>
<path d="M${x + 2.5} ${y + 6} V${y + 4} a3.5 3.5 0 0 1 7 0 V${y + 6}" fill="none" stroke="${color}" stroke-width="1.8"/>
`;
}
