import { ExalateClient } from "../../src/exalate/client.ts";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";
import { readPolicy } from "../../src/exalate/retry.ts";
import { createTransport } from "../../src/http/transport.ts";
import { fakeToken } from "../../tools/exalate-node/node.ts";
import { FakeAgent } from "../support/fake-agent.ts";
import { SkippingClock } from "../support/skipping-clock.ts";

/** The ports of a command: the client over real sockets, with the retries of a task, and a fake agent. */
export interface RealPorts {
  readonly node: ExalateClient;
  readonly agent: FakeAgent;
  readonly clock: SkippingClock;
  readonly log: FakeAgent["log"];
  readonly progress: FakeAgent["progress"];
  readonly signal: AbortSignal;
}

/** The largest answer that a run reads, in bytes, as in a task. */
const bodyBytes = 4 * 1024 * 1024;

/** Opens a client of the node at `url` with the test token for `use`, and closes it afterwards. */
export async function withClient<T>(
  url: string,
  requestMilliseconds: number,
  use: (ports: RealPorts) => Promise<T>,
): Promise<T> {
  const agent = new FakeAgent();
  const clock = new SkippingClock();
  const { secrets, log, progress, signal } = agent;
  const transport = createTransport(signal, {}, { requestMilliseconds, bodyBytes });
  const credential = { kind: "token", token: secrets.register(fakeToken) } as const;
  const access = { url: new URL(url), credential, api: defaultNodeApi, retries: readPolicy };
  const node = new ExalateClient(access, { transport, secrets, log, clock, random: () => 0.5, signal });
  try {
    return await use({ node, agent, clock, log, progress, signal });
  } finally {
    transport.close();
  }
}
