import { pointerTo } from "../core/json-pointer.ts";
import type { NodeApi, Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import { type Adjusted, adjusted } from "./adjust.ts";
import type { Gap } from "./adjustments.ts";
import { isAbout } from "./candidates.ts";
import { type DescribedCall, pathShape } from "./description.ts";
import { isExactPlace } from "./exact-names.ts";

/** More calls than this about one subject are not compared: one of them cannot be told from the others. */
const mostCompared = 20;

/** A path that API overrides can contain. */
const usablePath = /^(\/([A-Za-z0-9._~-]|\{[A-Za-z]+\})+)+$/;

/**
 * The described call that is an operation's beyond doubt although the profile has another, with the operation in its
 * form. Undefined when there is none, and always for an operation that creates something: a guess that changes something
 * is worse than none. `list` is the path of the list of connections, if it is known for certain.
 */
export function takenOver(
  name: OperationName,
  api: NodeApi,
  calls: readonly DescribedCall[],
  list: string | undefined,
): Adjusted | undefined {
  if (name === "deleteConnection") return deletion(api, calls, list);
  if (name === "authenticate" || operationKind(name).creates || name === "acceptInvitation") return undefined;
  const isInPlace = ({ path }: DescribedCall) =>
    name === "readInvitation" ? list !== undefined && isRightBelow(path, list) : !path.includes("{");
  const read = callsAbout(name, calls).filter(isInPlace);
  const fitting = read.flatMap((call) => inFormOf(call, name, api) ?? []);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The described GET calls about an operation's subject; none when there are too many to tell them apart. */
export function callsAbout(name: OperationName, calls: readonly DescribedCall[]): DescribedCall[] {
  const about = calls.filter((call) => call.method === "GET" && isAbout(name, call));
  return about.length > mostCompared ? [] : about;
}

/**
 * The call that deletes one connection of the known list: DELETE at the list's path with the connection's id last, where
 * one connection can also be read or replaced, or whose own words leave no doubt. Never a path below it.
 */
function deletion(api: NodeApi, calls: readonly DescribedCall[], list: string | undefined): Adjusted | undefined {
  const one = calls.filter(({ path }) => list !== undefined && isOneOf(path, list));
  const call = one.find(({ method }) => method === "DELETE");
  const isClear = one.some(({ method }) => method === "GET" || method === "PUT");
  return call && (isClear || saysDeletion(call)) ? inFormOf(call, "deleteConnection", api) : undefined;
}

function saysDeletion({ summary }: DescribedCall): boolean {
  const words = /^(deletes?|removes?) (an? |the |one )?(connection|relation)( (by|from|on|with) [\w ]+)?\.?$/i;
  return words.test(summary.trim());
}

/** Whether a path is that of one connection of a list, by its id and not by its name. */
function isOneOf(path: string, list: string): boolean {
  const [, id] = /\/\{([^{}/]+)\}$/.exec(path) ?? [];
  const isBelow = pathShape(path) === `${pathShape(list)}/{}`;
  return isBelow && id !== undefined && isExactPlace("connectionId", pointerTo([id]));
}

function isRightBelow(path: string, list: string): boolean {
  const end = path.lastIndexOf("/");
  return !path.slice(end).includes("{") && isOneOf(path.slice(0, end), list);
}

/** An operation in the form of a call elsewhere; undefined when that leaves a doubt. */
function inFormOf(call: DescribedCall, name: OperationName, api: NodeApi): Adjusted | undefined {
  const today = api.operations[name];
  const path = call.path.replace(/\{[^{}]*\}/, "{connectionId}");
  const needsAnswer = Object.keys(operationKind(name).result).length > 0;
  if (today === undefined || !usablePath.test(path) || (needsAnswer && call.answer.size === 0)) return undefined;
  const form = { ...withoutNeeded(name, today), method: call.method, path };
  const taken = adjusted(name, form, call, api.spellings);
  // How a list pages, and what its words mean, a person can fill in.
  const isFillable = ({ pointer }: Gap) => name === "listConnections" && /^\/(query|spellings)\//.test(pointer);
  return taken.notes.gaps.every(isFillable) ? taken : undefined;
}

/** Without today's places of needed values: elsewhere, only exact names count. */
function withoutNeeded(name: OperationName, today: Operation): Operation {
  const { result, item = {} } = operationKind(name);
  const needed = valuesOf({ ...result, ...item }, "required", "alternative");
  const parts = (["result", "item"] as const).filter((part) => today[part] !== undefined);
  const kept = parts.map((part) => {
    const entries = Object.entries(today[part] ?? {}).filter(([value]) => !needed.includes(value));
    return [part, Object.fromEntries(entries)] as const;
  });
  return { ...today, ...Object.fromEntries(kept) };
}
