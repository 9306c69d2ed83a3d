import type { NodeApi, Sources } from "../exalate/profile/node-api.ts";
import type { DescribedCall } from "./description.ts";
import { flatten, pointerOf, shapeAt, stepsOf } from "./flatten.ts";
import { matchValues } from "./match-values.ts";
import type { Shape } from "./shape.ts";

/**
 * Where the refusals of some calls give their reason, as far as they are described; undefined when the profile finds it,
 * or nothing is said.
 */
export function refusalPlace({ refusal }: NodeApi, calls: readonly DescribedCall[]): Sources | undefined {
  const shapes = calls.flatMap((call) => (call.refusal && call.refusal.members.size > 0 ? [call.refusal] : []));
  const isKnown = (shape: Shape) => refusal.message?.some((place) => isText(shape, place));
  const [strange] = shapes;
  if (strange === undefined || shapes.some(isKnown)) return undefined;
  const places = flatten(strange).map(({ steps, shape }) => ({
    name: steps.at(-1) ?? "",
    within: steps.slice(0, -1),
    shape,
    source: pointerOf(steps),
  }));
  const [match] = matchValues(["message"], places);
  return match && { message: [match.place.source] };
}

function isText(shape: Shape, place: string): boolean {
  const found = shapeAt(shape, stepsOf(place));
  return found === "unknown" || (found !== undefined && found.members.size === 0);
}
