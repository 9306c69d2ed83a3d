import { defaultNodeApi, type Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationNames } from "../exalate/profile/operations.ts";
import { howToShow } from "./how-to-show.ts";
import type { Edit, UnseenOperation } from "./learned.ts";
import { editMark } from "./resolve-call.ts";

/** What decides about operations that no call shows. */
export interface Situation {
  /** Whether everything recorded is as the profile has it. */
  readonly isAsProfile: boolean;
  /** Whether the credential itself is the session. */
  readonly isKey: boolean;
}

type Operations = Partial<Record<OperationName, object>>;

/** Operations that no call shows: kept when the rest is as the profile has it, else not to be called. */
export function unseenOperations(seen: ReadonlySet<OperationName>, { isAsProfile, isKey }: Situation) {
  const names = operationNames.filter((name) => !seen.has(name));
  // Without a call that signs in, the credential is the session: that changes nothing on the node.
  const unavailable = names.filter((name) => !isAsProfile || (isKey && name === "authenticate"));
  const shown = names.filter((name) => !isKey || name !== "authenticate");
  return {
    operations: operationsWith(unavailable, (operation) => ({ ...operation, unavailable: true })),
    shown: shown.map(
      (name): UnseenOperation => ({
        name,
        meaning: !isAsProfile && marks[name] !== undefined ? open : unavailable.includes(name) ? marked : kept,
        howToShow: howToShow[name],
      }),
    ),
  };
}

const kept = "kept as the profile has it.";
const open = "left to edit.";
const marked = "marked as unavailable, so that no task calls it.";

function operationsWith(names: readonly OperationName[], change: (operation: Operation) => object): Operations {
  const entries = names.flatMap((name): [OperationName, object][] => {
    const operation = defaultNodeApi.operations[name];
    return operation === undefined ? [] : [[name, change(operation)]];
  });
  return Object.fromEntries(entries);
}

/** What a person must do about operations that the tasks need and that no call shows. */
export function missingOperations(
  seen: ReadonlySet<OperationName>,
  { isAsProfile, isKey, hasAccepting }: Situation & { readonly hasAccepting: boolean },
): { readonly edits: readonly Edit[]; readonly operations: Operations } {
  const isMissing: Partial<Record<OperationName, boolean>> = {
    authenticate: !isAsProfile && !isKey,
    listConnections: !isAsProfile,
    initiateConnection: true,
    acceptInvitation: hasAccepting,
  };
  const names = operationNames.filter((name) => isMissing[name] === true && !seen.has(name));
  const open = names.filter((name) => marks[name] === "path");
  return {
    edits: names.map((name) => ({
      pointer: `/operations/${name}${marks[name] === undefined ? "" : `/${marks[name]}`}`,
      what: whats[name] ?? howToShow[name],
    })),
    operations: operationsWith(open, (operation) => ({ ...operation, path: `/${editMark}` })),
  };
}

/** The member that a person has to decide about. */
const marks: Partial<Record<OperationName, "path" | "unavailable">> = {
  authenticate: "unavailable",
  listConnections: "path",
};

const whats: Partial<Record<OperationName, string>> = {
  authenticate:
    "No recorded call signs in, so the credential of the service connection is sent as the session itself (true). Keep that for a key or a token that stays the same; else record signing out and in again, or write the call and false.",
  listConnections:
    "No recorded answer lists the connection: open the list after initiating while the browser records, or write the call.",
  initiateConnection:
    "No recorded call that changes something carries the connection's name: record the wizard to its end, or write the call.",
  acceptInvitation:
    "The accepting recording has no call that changes something and sends exactly the code that an answer of the initiating node holds: record accepting that invitation to its end, or write the call.",
};
