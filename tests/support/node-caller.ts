import { Secret } from "../../src/core/secret.ts";
import type { Credential } from "../../src/exalate/credential.ts";
import { NodeCaller } from "../../src/exalate/node-caller.ts";
import { defaultNodeApi, type NodeApi } from "../../src/exalate/profile/node-api.ts";
import { type RetryPolicy, singleAttempt } from "../../src/exalate/retry.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { FakeAgent } from "./fake-agent.ts";
import { answer, FakeTransport } from "./fake-transport.ts";
import { SkippingClock } from "./skipping-clock.ts";

/** Settings other than the defaults: a token to exchange, the default profile and a single attempt. */
interface CallerSettings {
  readonly credential?: Credential;
  readonly api?: NodeApi;
  readonly retries?: RetryPolicy;
}

/**
 * A caller of a fake node. The node signs in with `session-1`, `session-2` and so on, and answers every other call with
 * `respond`. Each request takes 7 ms. Waits advance the clock, which starts at 0.
 */
export function nodeCaller(
  respond: (line: string, token: string) => HttpAnswer | Error,
  settings: CallerSettings = {},
) {
  const agent = new FakeAgent();
  let requests = 0;
  let sessions = 0;
  const transport = new FakeTransport((line, { headers }) => {
    requests += 1;
    if (line === "POST /authenticate") return answer(200, { token: `session-${++sessions}` });
    return respond(line, headers["X-exalate-jwt"] ?? "");
  });
  const clock = new SkippingClock(() => requests * 7);
  const { secrets, log } = agent;
  const ports = { transport, secrets, log, clock, random: () => 0.5, signal: new AbortController().signal };
  const { api = defaultNodeApi, retries = singleAttempt } = settings;
  const credential = settings.credential ?? ({ kind: "token", token: new Secret("p".repeat(52)) } as const);
  const caller = new NodeCaller({ url: new URL("https://node.contoso.com"), credential, api, retries }, ports);
  return { caller, transport, agent, waits: clock.waits, sessions: () => sessions };
}
