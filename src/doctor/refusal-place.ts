import type { NodeApi, Sources } from "../exalate/profile/node-api.ts";
import type { DescribedCall } from "./description.ts";
import { flatten, pointerOf, shapeAt, stepsOf } from "./flatten.ts";
import { matchValues } from "./match-values.ts";
import type { Shape } from "./shape.ts";

/**
 * The place of the reason in the described refusals of some calls. Undefined when the profile finds it already, or when
 * no refusal is described.
 */
export function refusalPlace({ refusal }: NodeApi, calls: readonly DescribedCall[]): Sources | undefined {
  const shapes = calls.flatMap((call) => (call.refusal && call.refusal.members.size > 0 ? [call.refusal] : []));
  const isKnown = (shape: Shape) => refusal.message?.some((place) => isText(shape, place));
  const [first] = shapes;
  if (first === undefined || shapes.some(isKnown)) return undefined;
  const places = flatten(first).map(({ steps, shape }) => ({
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
