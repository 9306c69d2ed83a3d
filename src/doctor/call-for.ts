import { withoutEnding } from "../core/text.ts";
import type { NodeApi, Operation } from "../exalate/profile/node-api.ts";
import type { ApiDescription, DescribedCall } from "./description.ts";

/** A path without the names of its placeholders, because the profile and the node use different ones. */
export function pathShape(path: string): string {
  return withoutEnding(path.replace(/\{[^{}]*\}/g, "{}"), "/");
}

/** The path of an operation below the node's URL. */
export function pathOf({ basePath }: Pick<NodeApi, "basePath">, { path }: Operation): string {
  return `${basePath}${path}`;
}

const shapes = new WeakMap<DescribedCall, string>();

function shapeOfPath(call: DescribedCall): string {
  const shape = shapes.get(call) ?? pathShape(call.path);
  shapes.set(call, shape);
  return shape;
}

/** The described calls at an operation's path, with any method. */
export function callsAtPath({ calls }: ApiDescription, api: NodeApi, operation: Operation): DescribedCall[] {
  const wanted = pathShape(pathOf(api, operation));
  return calls.filter((call) => shapeOfPath(call) === wanted);
}

/** The described call that an operation of the profile makes. */
export function callFor(description: ApiDescription, api: NodeApi, operation: Operation): DescribedCall | undefined {
  return callsAtPath(description, api, operation).find(({ method }) => method === operation.method);
}
