import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A host that is not the node, and that nobody may ask. */
export interface Stranger {
  readonly url: string;
  /** How many requests came. */
  requests(): number;
  close(): Promise<void>;
}

/** Starts a stranger, which would answer whoever came. */
export async function startStranger(): Promise<Stranger> {
  let count = 0;
  const server = http.createServer((_, response) => {
    count += 1;
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => count,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
