import { StringDecoder } from "node:string_decoder";

/**
 * Splits a stream of UTF-8 bytes into lines like .NET's StreamReader: `\n`, `\r\n` and a single `\r` each end a line.
 * Text after the last line break is a line when the stream ends.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #rest = "";
  #endedByReturn = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Adds bytes and reports each completed line. */
  push(bytes: Buffer): void {
    this.#take(this.#decoder.write(bytes));
  }

  /** Reports the remaining text, if any, as the last line. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#rest !== "") this.#onLine(this.#rest);
    this.#rest = "";
  }

  #take(text: string): void {
    if (text === "") return;
    // A carriage return and its line feed can be in two chunks: the line was already reported at the carriage return.
    const added = this.#endedByReturn && text.startsWith("\n") ? text.slice(1) : text;
    this.#endedByReturn = text.endsWith("\r");
    const lines = (this.#rest + added).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#onLine(line);
  }
}
