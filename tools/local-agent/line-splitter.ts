import { StringDecoder } from "node:string_decoder";

/**
 * Cuts a stream of UTF-8 bytes into lines as .NET's StreamReader does: `\n`, `\r\n` and a lone `\r` each end a line; text
 * after the last one is a line when the stream ends.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #rest = "";
  #endedByReturn = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Takes the next bytes and reports each line that they complete. */
  push(bytes: Buffer): void {
    this.#take(this.#decoder.write(bytes));
  }

  /** Reports what is left as the last line, if anything is. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#rest !== "") this.#onLine(this.#rest);
    this.#rest = "";
  }

  #take(text: string): void {
    if (text === "") return;
    // A return and its line feed may come in two chunks: the line was already reported at the return.
    const fresh = this.#endedByReturn && text.startsWith("\n") ? text.slice(1) : text;
    this.#endedByReturn = text.endsWith("\r");
    const lines = (this.#rest + fresh).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#onLine(line);
  }
}
