import { type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import type { CandidatePart } from "./candidate.ts";
import type { DescribedCall } from "./description.ts";
import { matchValues } from "./match-values.ts";
import { anything } from "./shape.ts";

/** A secret in a path would be in every log on its way. */
export const secretValues: ReadonlySet<string> = new Set(["invitationCode", "password"]);

/** What the profile's schema allows as a path, once below the base path. */
const sayable = /^(\/([A-Za-z0-9._~-]|\{[A-Za-z]+\})+)+$/;

/** A call's path with our names for its values; undefined when one of them is none that the operation has. */
export function candidatePath(name: OperationName, { path }: DescribedCall): CandidatePart<string> | undefined {
  const places = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, place = ""]) => ({
    name: place,
    within: [],
    shape: anything,
  }));
  const { sends } = operationKind(name);
  const open = Object.keys(sends).filter((value) => !secretValues.has(value));
  const matches = matchValues(open, places);
  const named = new Map(matches.map(({ value, place }) => [place.name, value]));
  const [only] = places;
  const [needed] = valuesOf(sends, "required");
  // Whatever it is called, the one value in the path of such a call is the one that the call is about.
  if (places.length === 1 && only && named.size === 0 && needed === "connectionId") named.set(only.name, needed);
  if (named.size < places.length) return undefined;
  const part = path.replace(/\{([^{}]*)\}/g, (_, place: string) => `{${named.get(place)}}`);
  return sayable.test(part) ? { part, values: [...named.values()], edits: [] } : undefined;
}
