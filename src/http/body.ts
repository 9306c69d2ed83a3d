import type { IncomingMessage } from "node:http";

/**
 * The whole body of an answer as text. Raises the error from `tooLarge` as soon as the body has more than `mostBytes`
 * bytes, and an error with the code `ECONNRESET` when the answer is cut off.
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
    // An answer that is cut off emits "close" without "end". A second reject has no effect.
    message.on("close", () => reject(Object.assign(new Error("cut off"), { code: "ECONNRESET" })));
  });
}

/** The `User-Agent` header of every request. */
export const userAgent = "exalate-azure-pipelines";
