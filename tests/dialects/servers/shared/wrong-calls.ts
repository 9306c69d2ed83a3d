import type { RecordedCall } from "./loopback.ts";

/** The changing calls that none of these patterns of "METHOD /path" matches as a whole. */
export function wrongCallsIn(calls: readonly RecordedCall[], intended: readonly RegExp[]): RecordedCall[] {
  return calls.filter(({ method, path }) => {
    const isReading = ["GET", "HEAD", "OPTIONS"].includes(method);
    return !isReading && !intended.some((pattern) => pattern.test(`${method} ${path.split("?")[0]}`));
  });
}
