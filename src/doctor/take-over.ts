import { pointerTo } from "../core/json-pointer.ts";
import type { NodeApi, Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import { type Adjusted, adjusted } from "./adjust.ts";
import { isAbout } from "./candidates.ts";
import { type DescribedCall, pathShape } from "./description.ts";
import { isExactPlace } from "./exact-names.ts";

/** A described call that is an operation's beyond doubt, with the operation in its form. */
export interface TakenOver extends Adjusted {
  readonly call: DescribedCall;
}

/** The operations that need nothing of another answer. */
export type ReadingName = "listConnections" | "searchProjects" | "describeDestination";

/** More calls than this about one subject are not compared: one of them cannot be told from the others. */
const mostCompared = 20;

/** A path that API overrides can contain. */
const usablePath = /^(\/([A-Za-z0-9._~-]|\{[A-Za-z]+\})+)+$/;

/**
 * The only described call that reads something without knowing a connection, by the form of its answer: a GET about the
 * right subject, without values in its path, that has a place for each needed value. Undefined if none or several are.
 */
export function readingCall(name: ReadingName, api: NodeApi, calls: readonly DescribedCall[]): TakenOver | undefined {
  return onlyFitting(
    name,
    api,
    callsAbout(name, calls).filter(({ path }) => !path.includes("{")),
  );
}

/** The only GET of an invitation right below one connection of the known list. */
export function invitationCall(api: NodeApi, calls: readonly DescribedCall[], list: string): TakenOver | undefined {
  const start = `${pathShape(list)}/{}/`;
  const below = callsAbout("readInvitation", calls).filter(({ path }) => {
    const rest = pathShape(path);
    return (
      rest.startsWith(start) && !/[/{]/.test(rest.slice(start.length)) && isIdLast(path.slice(0, path.lastIndexOf("/")))
    );
  });
  return onlyFitting("readInvitation", api, below);
}

/**
 * The call that deletes one connection of the known list: DELETE at the list's path with the connection's id last, where
 * one connection can also be read or replaced, or where its own words leave no doubt. Never a path below it.
 */
export function deletionCall(api: NodeApi, calls: readonly DescribedCall[], list: string): TakenOver | undefined {
  const one = calls.filter(({ path }) => pathShape(path) === `${pathShape(list)}/{}` && isIdLast(path));
  const call = one.find(({ method }) => method === "DELETE");
  const today = api.operations.deleteConnection;
  if (call === undefined || today === undefined) return undefined;
  const isClear = one.some(({ method }) => method === "GET" || method === "PUT") || saysDeletion(call);
  const taken = takenOver("deleteConnection", api, today, call);
  return isClear && taken.notes.gaps.length === 0 && isUsable(taken) ? taken : undefined;
}

/** Nothing but a verb, articles and the connection. */
function saysDeletion({ summary }: DescribedCall): boolean {
  return /^(deletes?|removes?) (an? |the |one )?(connection|relation)( by (its )?id)?\.?$/i.test(summary.trim());
}

/** Whether a path ends with the id of a connection, and not with its name. */
function isIdLast(path: string): boolean {
  const [, id] = /\/\{([^{}/]+)\}$/.exec(path) ?? [];
  return id !== undefined && isExactPlace("connectionId", pointerTo([id]));
}

/** The described GET calls about an operation's subject; none when there are too many to tell them apart. */
export function callsAbout(name: OperationName, calls: readonly DescribedCall[]): DescribedCall[] {
  const about = calls.filter((call) => call.method === "GET" && isAbout(name, call));
  return about.length > mostCompared ? [] : about;
}

function onlyFitting(name: OperationName, api: NodeApi, calls: readonly DescribedCall[]): TakenOver | undefined {
  const today = api.operations[name];
  if (today === undefined) return undefined;
  const known = withoutNeeded(name, today);
  const fitting = calls
    .map((call) => takenOver(name, api, known, call))
    .filter((taken) => isBeyondDoubt(taken, name === "listConnections"));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Without today's places of needed values: elsewhere, only exact names count. */
function withoutNeeded(name: OperationName, today: Operation): Operation {
  const { result, item = {} } = operationKind(name);
  const needed = valuesOf({ ...result, ...item }, "required", "alternative");
  const kept = (sources: Operation["result"] = {}) =>
    Object.fromEntries(Object.entries(sources).filter(([value]) => !needed.includes(value)));
  return { ...today, result: kept(today.result), item: kept(today.item) };
}

/** A gap is a doubt, except in how a list pages or spells its words: a person fills that in. */
function isBeyondDoubt(taken: TakenOver, isList: boolean): boolean {
  const isFillable = ({ pointer }: { pointer: string }) => isList && /^\/(query|spellings)\//.test(pointer);
  return taken.call.answer.size > 0 && isUsable(taken) && taken.notes.gaps.every(isFillable);
}

function isUsable({ operation }: TakenOver): boolean {
  return usablePath.test(operation.path);
}

function takenOver(name: OperationName, { spellings }: NodeApi, today: Operation, call: DescribedCall): TakenOver {
  const path = call.path.replace(/\{[^{}]*\}/, "{connectionId}");
  const operation: Operation = { ...today, method: call.method, path, evidence: "described" };
  return { call, ...adjusted(name, operation, call, spellings) };
}
