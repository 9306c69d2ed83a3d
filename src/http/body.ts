import type { IncomingMessage } from "node:http";

/**
 * The whole body of an answer as text. An answer with more bytes than `mostBytes` is not read to its end: what
 * `tooLarge` makes is raised. Raises an error with the code `ECONNRESET` for an answer that is cut off.
 */
export function readBody(message: IncomingMessage, mostBytes: number, tooLarge: () => Error): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBytes) message.destroy(tooLarge());
      else chunks.push(chunk);
    });
    message.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    message.on("error", reject);
    // An answer that is cut off closes without an end; settling twice does no harm.
    message.on("close", () => reject(Object.assign(new Error("cut off"), { code: "ECONNRESET" })));
  });
}

/** The name under which servers see the requests of the tasks. */
export const userAgent = "exalate-azure-pipelines";
