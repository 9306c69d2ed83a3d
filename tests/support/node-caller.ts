import { Secret } from "../../src/core/secret.ts";
import type { Credential } from "../../src/exalate/credential.ts";
import { NodeCaller } from "../../src/exalate/node-caller.ts";
import { defaultNodeApi, type NodeApi } from "../../src/exalate/profile/node-api.ts";
import { type RetryPolicy, singleAttempt } from "../../src/exalate/retry.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { FakeAgent } from "./fake-agent.ts";
import { answer, FakeTransport } from "./fake-transport.ts";

/** What differs from a token that is exchanged, the profile of the extension, and one attempt. */
interface Differing {
  readonly credential?: Credential;
  readonly api?: NodeApi;
  readonly retries?: RetryPolicy;
}

/**
 * A caller of a node in memory, which signs in with `session-1`, `session-2` and so on, and answers every other call by
 * `respond`. Each request takes 7 ms; waits move the clock, which begins at 0.
 */
export function nodeCaller(respond: (line: string, token: string) => HttpAnswer | Error, differing: Differing = {}) {
  const agent = new FakeAgent();
  const waits: number[] = [];
  let time = 0;
  let sessions = 0;
  const transport = new FakeTransport((line, { headers }) => {
    time += 7;
    if (line === "POST /authenticate") return answer(200, { token: `session-${++sessions}` });
    return respond(line, headers["X-exalate-jwt"] ?? "");
  });
  const clock = {
    now: () => time,
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
      time += milliseconds;
    },
  };
  const { secrets, log } = agent;
  const ports = { transport, secrets, log, clock, random: () => 0.5, signal: new AbortController().signal };
  const { api = defaultNodeApi, retries = singleAttempt } = differing;
  const credential = differing.credential ?? ({ kind: "token", token: new Secret("p".repeat(52)) } as const);
  const caller = new NodeCaller({ url: new URL("https://node.contoso.com"), credential, api, retries }, ports);
  return { caller, transport, agent, waits, sessions: () => sessions };
}
