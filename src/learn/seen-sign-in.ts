import { pointerTo } from "../core/json-pointer.ts";
import type { Exchange } from "./exchange.ts";
import type { Meaning, Meanings } from "./meanings.ts";
import type { NodeRecording } from "./node-recording.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { signInMember, ticketSuppliers } from "./session.ts";

/** Signing in, as the recording shows it; undefined when the token comes from no recorded call. */
export function seenSignIn(recording: NodeRecording): SeenOperation | undefined {
  const { signIn } = recording.session;
  if (signIn === undefined) return undefined;
  const { exchange, tokenPlace } = signIn;
  const suppliers = ticketSuppliers(exchange, recording.side);
  const meanings = signInMeanings([...suppliers, exchange], recording);
  const isElsewhere = exchange.call.url.origin !== recording.side.origin;
  return {
    name: "authenticate",
    recording,
    chain: recording.chains("authenticate", meanings, { suppliers: new Set(suppliers) }).chainOf(exchange, []),
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

/** What the members of the calls that sign in are; what an earlier one of them answered is no part of a credential. */
function signInMeanings(calls: readonly Exchange[], { side }: NodeRecording): Meanings {
  const isAnswered = (value: string | number | boolean, { index }: Exchange) =>
    side.places(String(value), index).some((place) => calls.includes(place.exchange));
  return {
    texts: new Map(),
    of: (value, [part, ...steps]) => {
      const isHere = (call: Exchange) =>
        call.sentLeaves.some((leaf) => leaf.value === value && pointerTo(leaf.steps) === pointerTo(steps));
      const call = part === "body" ? calls.find(isHere) : undefined;
      return call === undefined || isAnswered(value, call) ? [] : [meaningOf(signInMember(call, steps, value))];
    },
  };
}

function meaningOf(member: ReturnType<typeof signInMember>): Meaning {
  const words = "a part of the sign-in";
  if (member === "constant") return { words, sends: "constant" };
  return { words, sends: member === "unknown" ? "foreign" : { value: member } };
}
