import { pointerSteps } from "../core/json-pointer.ts";
import { defaultNodeApi } from "../exalate/profile/node-api.ts";
import { editMark } from "./resolve-call.ts";
import { isRandomText } from "./value-kinds.ts";

/**
 * The segments with which the paths of all calls begin. Each path keeps at least one. When the profile's own base path is
 * at the same position in all of them, it ends there.
 */
export function basePathOf(paths: readonly (readonly string[])[]): string[] {
  const shared = sharedBeginning(paths);
  const own = pointerSteps(defaultNodeApi.basePath);
  const at = shared.findIndex((_, start) => own.every((segment, step) => shared[start + step] === segment));
  return at < 0 ? shared : shared.slice(0, at + own.length);
}

function sharedBeginning(paths: readonly (readonly string[])[]): string[] {
  const [first = []] = paths;
  const isShared = (segment: string, at: number) =>
    isPlain(segment) && paths.every((path) => path[at] === segment && at < path.length - 1 && path[at + 1] !== "");
  const end = first.findIndex((segment, at) => !isShared(segment, at));
  return first.slice(0, end < 0 ? Math.max(0, first.length - 1) : end);
}

/** A base path has no values and no escaped characters. */
function isPlain(segment: string): boolean {
  return segment === editMark || /^[A-Za-z0-9._~!$&'()*+,;=:@-]+$/.test(segment);
}

/**
 * How much longer the accepting recording's paths are at their beginning than the initiating one's: a proxy may put
 * something before them. Undefined when the lists have different paths, so that the nodes have different APIs.
 */
export function pathShift(
  own: readonly string[],
  other: readonly string[],
): { readonly drop: number; readonly add: readonly string[] } | undefined {
  if (endsWith(other, own)) return { drop: other.length - own.length, add: [] };
  return endsWith(own, other) ? { drop: 0, add: own.slice(0, own.length - other.length) } : undefined;
}

function endsWith(path: readonly string[], end: readonly string[]): boolean {
  const last = path.slice(-end.length);
  return (
    end.length > 0 &&
    path.length >= end.length &&
    end.every((segment, at) => segment === last[at] || areIds(segment, last[at] ?? ""))
  );
}

/** Segments that identify something of each node, such as an organization. */
function areIds(one: string, other: string): boolean {
  return [one, other].every((segment) => /^\d+$/.test(segment) || isRandomText(segment));
}

/** The ids in the paths of the two lists that differ between the nodes. */
export function nodeIds(own: readonly string[], other: readonly string[]): ReadonlySet<string> {
  const pairs = own.map((segment, at) => [segment, other[other.length - own.length + at] ?? segment] as const);
  return new Set(pairs.filter(([one, two]) => one !== two && areIds(one, two)).flat());
}
