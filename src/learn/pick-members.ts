import type { Token } from "stream-json/core/parser.js";
import { RecordingProblem } from "./recording-problem.ts";

/** Stands for a string that was longer than what is kept. */
export const tooLong = Symbol("longer than what is kept");

/** Which parts of a JSON value are kept. All others are passed over. */
export type Shape =
  /** A string of at most so many characters; a longer one becomes `tooLong`. */
  | { readonly kind: "text"; readonly longest: number }
  | { readonly kind: "number" }
  | { readonly kind: "object"; readonly members: Readonly<Record<string, Shape>> }
  | { readonly kind: "list"; readonly of: Shape }
  /** A list whose elements are handed over one by one. In its place their number is kept. */
  | { readonly kind: "stream"; readonly of: Shape; readonly take: (element: unknown) => void };

/** Names are compared with those of a shape, so no longer one is needed; in characters. */
const longestName = 64;

/** No longer number is kept, in characters. */
const longestNumber = 32;

/** How much is kept of each element that is handed over, in characters. An element of a list within counts as some. */
const mostOfElement = 8 * 1024 * 1024;
const costOfElement = 64;

/** Nothing that a browser saves is nested as deeply. The limit keeps the parser's own memory bounded. */
const deepest = 500_000;

interface Level {
  readonly shape: Shape;
  readonly value: Record<string, unknown> | unknown[];
  /** The member that is being read. */
  name: string;
  count: number;
}

/** A string, number or name that is being read. */
interface Piece {
  readonly longest: number;
  readonly parts: string[];
  length: number;
}

/** Builds the kept parts of one JSON value from its tokens. */
export class MemberPicker {
  readonly #root: Shape;
  readonly #levels: Level[] = [];
  /** How many lists and objects that are passed over are open. */
  #passedOver = 0;
  #piece: Piece | undefined;
  #room = mostOfElement;
  #result: unknown;

  constructor(root: Shape) {
    this.#root = root;
  }

  /** The kept parts; undefined when the value has none of them. */
  result(): unknown {
    return this.#result;
  }

  /** Raises RecordingProblem for a value that is nested too deeply. */
  take(token: Token): void {
    if (this.#passedOver > 0) this.#passOver(token);
    else this.#read(token);
  }

  #passOver({ name }: Token): void {
    if (name === "startObject" || name === "startArray") this.#passedOver += 1;
    if (name === "endObject" || name === "endArray") this.#passedOver -= 1;
    if (this.#passedOver === 0) this.#put(undefined);
    if (this.#passedOver > deepest)
      throw new RecordingProblem("The recording is nested more deeply than any browser saves.");
  }

  #read(token: Token): void {
    if (token.name === "startObject") this.#open(["object"], {});
    else if (token.name === "startArray") this.#open(["list", "stream"], []);
    else if (token.name === "endObject" || token.name === "endArray") this.#close();
    else if (token.name === "startKey") this.#piece = { longest: longestName, parts: [], length: 0 };
    else if (token.name === "endKey") this.#setName(textOfPiece(this.#endPiece()));
    else this.#readScalar(token);
  }

  #readScalar(token: Token): void {
    if (token.name === "startString") this.#startPiece("text");
    else if (token.name === "startNumber") this.#startPiece("number");
    else if (token.name === "stringChunk" || token.name === "numberChunk") this.#addToPiece(token.value);
    else if (token.name === "endString") this.#put(textOfPiece(this.#endPiece()));
    else if (token.name === "endNumber") this.#put(numberOf(textOfPiece(this.#endPiece())));
    else this.#put(undefined);
  }

  #shapeHere(): Shape | undefined {
    const level = this.#levels.at(-1);
    if (level === undefined) return this.#root;
    const { shape, name } = level;
    if (shape.kind === "list" || shape.kind === "stream") return shape.of;
    return shape.kind === "object" && Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
  }

  #open(kinds: readonly Shape["kind"][], value: Level["value"]): void {
    const shape = this.#shapeHere();
    if (shape === undefined || !kinds.includes(shape.kind)) {
      this.#passedOver = 1;
      return;
    }
    this.#levels.push({ shape, value, name: "", count: 0 });
  }

  #close(): void {
    const level = this.#levels.pop();
    if (level !== undefined) this.#put(level.shape.kind === "stream" ? level.count : level.value);
  }

  #setName(name: unknown): void {
    const level = this.#levels.at(-1);
    if (level !== undefined) level.name = typeof name === "string" ? name : "";
  }

  #startPiece(kind: "text" | "number"): void {
    const shape = this.#shapeHere();
    const longest = shape?.kind !== kind ? undefined : shape.kind === "text" ? shape.longest : longestNumber;
    this.#piece = longest === undefined ? undefined : { longest: Math.min(longest, this.#room), parts: [], length: 0 };
  }

  #addToPiece(part: string): void {
    const piece = this.#piece;
    if (piece === undefined) return;
    piece.length += part.length;
    if (piece.length > piece.longest) piece.parts.length = 0;
    else piece.parts.push(part);
  }

  #endPiece(): Piece | undefined {
    const piece = this.#piece;
    this.#piece = undefined;
    return piece;
  }

  #put(value: unknown): void {
    const level = this.#levels.at(-1);
    if (level === undefined) this.#result = value;
    else if (level.shape.kind === "stream") this.#handOver(level.shape.take, level, value);
    else if (value !== undefined) this.#keep(level, value);
  }

  #handOver(take: (element: unknown) => void, level: Level, value: unknown): void {
    level.count += 1;
    this.#room = mostOfElement;
    take(value);
  }

  /** Members are as few as the shape has. Elements of a list and texts can be many and long. */
  #keep(level: Level, value: unknown): void {
    if (typeof value === "string") this.#room -= value.length;
    if (!Array.isArray(level.value)) {
      if (this.#shapeHere() !== undefined) level.value[level.name] = value;
      return;
    }
    this.#room -= costOfElement;
    if (this.#room > 0) level.value.push(value);
  }
}

/** A copy, because a part of a string keeps the whole string in memory from which it was taken. */
function textOfPiece(piece: Piece | undefined): string | typeof tooLong | undefined {
  if (piece === undefined) return undefined;
  return piece.length > piece.longest ? tooLong : Buffer.from(piece.parts.join("")).toString();
}

function numberOf(digits: string | typeof tooLong | undefined): number | undefined {
  return typeof digits === "string" ? Number(digits) : undefined;
}
