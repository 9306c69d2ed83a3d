import type { NodeApi, Operation } from "../exalate/profile/node-api.ts";
import { type ApiDescription, pathOf } from "./description.ts";

/** A path that API overrides can contain. */
const usableBase = /^(\/[A-Za-z0-9._~-]+)*$/;

/**
 * The profile with the base path of the description, if that is all that differs: if there is exactly one base path
 * below which every needed call is described just as in the profile. Otherwise the profile itself.
 */
export function withDescribedBase(api: NodeApi, { calls, find }: ApiDescription): NodeApi {
  const { listConnections: list, ...others } = api.operations;
  const needed = Object.values(others).filter(({ optional, unavailable }) => optional !== true && unavailable !== true);
  if (list === undefined) return api;
  const isWhole = (basePath: string) =>
    [list, ...needed].every((operation: Operation) =>
      find({ method: operation.method, path: pathOf({ basePath }, operation) }),
    );
  const ends = calls.filter(({ method, path }) => method === list.method && path.endsWith(list.path));
  const bases = ends.map(({ path }) => path.slice(0, -list.path.length)).filter((base) => usableBase.test(base));
  const [only, ...more] = isWhole(api.basePath) ? [] : [...new Set(bases)].filter(isWhole);
  return only === undefined || more.length > 0 ? api : { ...api, basePath: only };
}
