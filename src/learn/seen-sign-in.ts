import type { Meaning, Meanings } from "./meanings.ts";
import type { NodeRecording } from "./node-recording.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { signInMember } from "./session.ts";

/** Signing in, as the recording shows it; undefined when the token comes from no recorded call. */
export function seenSignIn(recording: NodeRecording): SeenOperation | undefined {
  const { signIn } = recording.session;
  if (signIn === undefined) return undefined;
  const { exchange, tokenPlace } = signIn;
  const meanings: Meanings = {
    texts: new Map(),
    of: (value, steps) => (steps[0] === "body" ? [meaningOf(signInMember(exchange, steps.slice(1), value))] : []),
  };
  const isElsewhere = exchange.call.url.origin !== recording.side.origin;
  return {
    name: "authenticate",
    recording,
    chain: recording.chains("authenticate", meanings).chainOf(exchange, []),
    result: { token: tokenPlace },
    shownBy:
      recording.session.header === undefined
        ? "it sends a credential and answers a token"
        : "later calls carry the token that it answers",
    problems: isElsewhere
      ? [
          {
            steps: ["path"],
            isOpen: true,
            what: "The console signs in at another site, which overrides cannot call: enter a token of the node in the service connection.",
          },
        ]
      : [],
  };
}

function meaningOf(member: ReturnType<typeof signInMember>): Meaning {
  const words = "a part of the sign-in";
  if (member === "constant") return { words, sends: "constant" };
  return { words, sends: member === "unknown" ? "foreign" : { value: member } };
}
