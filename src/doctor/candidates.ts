import { type OperationName, operationKind } from "../exalate/profile/operations.ts";
import { type DescribedCall, lastWordIn } from "./description.ts";
import { wordsOf } from "./words.ts";

interface Likeness {
  readonly methods: readonly string[];
  /** What the call is about, in a path's last word. */
  readonly nouns: readonly string[];
  readonly verbs: readonly string[];
}

const connection = ["connection", "relation"];
const invitation = ["invitation", "invite"];

/** The words by which a person would look for an operation. They find candidates; alone they never decide. */
const likenesses: Readonly<Record<OperationName, Likeness>> = {
  authenticate: { methods: ["POST"], nouns: ["session", "token", "login"], verbs: ["authenticate", "auth", "sign"] },
  listConnections: { methods: ["GET"], nouns: connection, verbs: ["list", "all"] },
  searchProjects: { methods: ["GET"], nouns: ["project"], verbs: ["search", "find", "list"] },
  describeDestination: {
    methods: ["GET", "POST"],
    nouns: ["destination", "instance", "remote"],
    verbs: ["lookup", "check", "discover", "resolve"],
  },
  initiateConnection: { methods: ["POST", "PUT"], nouns: connection, verbs: ["initiate", "create", "invite", "new"] },
  readInvitation: { methods: ["GET", "POST"], nouns: invitation, verbs: ["code", "show", "copy", "read"] },
  acceptInvitation: { methods: ["POST", "PUT", "PATCH"], nouns: invitation, verbs: ["accept", "join", "redeem"] },
  deleteConnection: { methods: ["DELETE", "POST"], nouns: connection, verbs: ["delete", "remove", "withdraw"] },
};

/** Whether the last word of a call's path says what an operation is about. */
export function isAbout(name: OperationName, { path }: DescribedCall): boolean {
  const words = wordsOf(lastWordIn(path));
  return likenesses[name].nouns.some((noun) => words.includes(noun));
}

/** How many calls are shown to a person for one operation. */
const mostShown = 3;

/** The few calls that a person should look at for an operation, most similar first, in a stable order. */
export function candidatesFor(name: OperationName, calls: readonly DescribedCall[]): DescribedCall[] {
  const possible = calls.filter((call) => canName(name, call));
  const scored = possible.map((call) => ({ call, score: scoreOf(name, call) })).filter(({ score }) => score > 0);
  scored.sort((a, b) => b.score - a.score || a.call.path.length - b.call.path.length);
  const [best] = scored;
  const similar = scored.filter(({ score }) => best !== undefined && score * 2 > best.score);
  return similar.slice(0, mostShown).map(({ call }) => call);
}

/** A call without a place for the connection's id in its path or body means all connections, or something else. */
function canName(name: OperationName, { method, path }: DescribedCall): boolean {
  return operationKind(name).sends.connectionId !== "required" || method === "POST" || path.includes("{");
}

function scoreOf(name: OperationName, call: DescribedCall): number {
  const { methods, nouns, verbs } = likenesses[name];
  if (!methods.includes(call.method)) return 0;
  const { path, other } = wordsIn(call);
  const points = (word: string) => (path.has(word) ? 2 : other.has(word) ? 1 : 0);
  const sum = [...nouns, ...verbs].reduce((total, word) => total + points(word), 0);
  return sum > 0 && call.method === methods[0] ? sum + 2 : sum;
}

interface CallWords {
  readonly path: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
}

/** The words of each call, kept because every operation looks at every call. */
const wordsOfCalls = new WeakMap<DescribedCall, CallWords>();

function wordsIn(call: DescribedCall): CallWords {
  const known = wordsOfCalls.get(call);
  if (known !== undefined) return known;
  const path = new Set(wordsOf(call.path.replace(/\{[^{}]*\}/g, "")));
  const words = { path, other: new Set([...wordsOf(call.operationId), ...wordsOf(call.summary)]) };
  wordsOfCalls.set(call, words);
  return words;
}
