import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A host other than the node, which must get no request. */
export interface ForeignHost {
  readonly url: string;
  /** The number of requests so far. */
  requests(): number;
  close(): Promise<void>;
}

/** Starts a foreign host, which answers and counts every request. */
export async function startForeignHost(): Promise<ForeignHost> {
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
