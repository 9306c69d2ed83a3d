import { atPointer } from "../../src/core/json-pointer.ts";
import { mergePatch } from "../../src/exalate/profile/merge-patch.ts";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";
import { learnApi } from "../../src/learn/learn-api.ts";
import type { Learned } from "../../src/learn/learned.ts";
import type { RecordedCall } from "../../src/learn/recorded-call.ts";
import type { TypedValues } from "../../src/learn/typed-values.ts";
import { call, invitationCode, recording, sessionToken, typedValues } from "./recorded-calls.ts";

/** The destination of these consoles. */
export const otherNode = "https://node-2.example";
/** The typed connection's name. */
export const name = typedValues.connectionName;
/** The header of the session. */
export const bearer = { Authorization: `Bearer ${sessionToken}` };
/** A connection that was there before. */
export const older = { id: 71, name: "Older", status: "ACTIVE", url: "https://node-9.example" };
/** The typed connection as the list has it. */
export const entry = (status: string, more: object = {}) => ({ id: 4211, name, status, url: otherNode, ...more });
const noEntries: readonly object[] = [];

/** A console, as one list, one search and one call each; the tests replace parts of it. */
export interface Parts {
  readonly signIn?: readonly RecordedCall[];
  readonly list?: (entries: readonly object[]) => readonly RecordedCall[];
  readonly search?: readonly RecordedCall[];
  /** What the initiating call sends besides the names and the destination. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly initiate?: readonly RecordedCall[];
  /** After initiating, before the list shows the connection. */
  readonly afterwards?: readonly RecordedCall[];
  readonly read?: readonly RecordedCall[];
  /** undefined: no accepting recording. */
  readonly accept?: readonly RecordedCall[] | undefined;
  readonly acceptingList?: (entries: readonly object[]) => readonly RecordedCall[];
  readonly remove?: readonly RecordedCall[];
  readonly typed?: Partial<TypedValues>;
}

const signIn = call(
  "POST /api/login",
  200,
  { jwt: sessionToken },
  { body: { user: "cadmin", password: "s3cret-pass" } },
);
const search = call("GET /api/projects?q=Support", 200, {
  projects: [
    { id: 1806, key: "SUP", name: "Support" },
    { id: 1807, key: "SPL", name: "Supply" },
  ],
});
/** What the wizard sends of the typed values. */
export const names = { name, note: "Escalated bugs", mine: "Contoso", theirs: "Fabrikam", url: otherNode };
/** The call that initiates. */
export const create = (body: object = { project: 1806 }, headers = {}) =>
  call(
    "POST /api/connections",
    201,
    { id: 4211, status: "PENDING", code: invitationCode },
    { body: { ...names, ...body }, headers },
  );
const accepted = call("POST /api/accept", 200, entry("ACTIVE"), { body: { code: invitationCode, project: 1806 } });
/** The call that deletes. */
const removed = call("DELETE /api/connections/4211", 204);
/** The list without a query. */
export const plainList = (entries: readonly object[]) => [
  call("GET /api/connections", 200, { items: [older, ...entries] }),
];

/** What the initiating console calls. */
export function initiatingCalls(parts: Parts): RecordedCall[] {
  const { list = plainList, initiate = [create(parts.body, parts.headers)], read = [], accept } = parts;
  const remove = "accept" in parts && accept === undefined ? (parts.remove ?? []) : [];
  return [
    ...(parts.signIn ?? [signIn]),
    ...list(noEntries),
    ...(parts.search ?? [search]),
    ...initiate,
    ...(parts.afterwards ?? []),
    ...list([entry("PENDING")]),
    ...read,
    ...list([entry("ACTIVE")]),
    ...(remove.length > 0 ? [...remove, ...list(noEntries)] : []),
  ];
}

/** What the accepting console calls. */
export function acceptingCalls(parts: Parts): RecordedCall[] {
  const { accept = [accepted], remove = [removed] } = parts;
  const list = parts.acceptingList ?? parts.list ?? plainList;
  const rest = remove.length > 0 ? [...remove, ...list(noEntries)] : [];
  return [signIn, ...list(noEntries), ...(parts.search ?? [search]), ...accept, ...list([entry("ACTIVE")]), ...rest];
}

/** Learns from the recordings of a console with these parts. */
export function learn(parts: Parts): Promise<Learned> {
  const isAlone = "accept" in parts && parts.accept === undefined;
  const accepting = isAlone ? undefined : recording(acceptingCalls(parts), bearer);
  const initiating = recording(initiatingCalls(parts), bearer);
  return learnApi({ initiating, accepting, nodeOrigin: undefined }, { ...typedValues, ...parts.typed });
}

/** What the overrides make of the profile. */
export function at(learned: Learned, pointer: string): unknown {
  return atPointer(mergePatch(defaultNodeApi, learned.overrides), pointer);
}

/** The calls of an operation in their order. */
export function callsOf(learned: Learned, operation: string): string[] {
  const found = at(learned, `/operations/${operation}`) as { before?: object[] } | undefined;
  const calls = [...(found?.before ?? []), ...(found === undefined ? [] : [found])] as Record<string, unknown>[];
  return calls.map(({ method, path }) => `${method} ${path}`);
}

/** Whether an EDIT is at or below a pointer. */
export function isAsked(learned: Learned, beginning: string): boolean {
  return learned.edits.some(({ pointer }) => pointer.startsWith(beginning));
}

/** Whether the overrides let the tasks call an operation. */
export function isOffered(learned: Learned, operation: string): boolean {
  return at(learned, `/operations/${operation}/unavailable`) !== true;
}
