import { pointerSteps, pointerTo } from "../core/json-pointer.ts";
import type { Shape } from "./shape.ts";

/** A value within a described JSON document that has no described members of its own. */
export interface FlatMember {
  /** Names of the members that lead to it. */
  readonly steps: readonly string[];
  readonly shape: Shape;
  /** Whether it and all that it stands in is required. */
  readonly required: boolean;
}

/** The values of a shape that have no members of their own; lists are such values as a whole. */
export function flatten(shape: Shape, steps: readonly string[] = [], required = true): FlatMember[] {
  if (shape.members.size === 0) return steps.length === 0 ? [] : [{ steps, shape, required }];
  return [...shape.members].flatMap(([name, member]) =>
    flatten(member.shape, [...steps, name], required && member.required),
  );
}

/** The JSON pointer of a place (RFC 6901); `/` for the whole document, as the profile writes it. */
export function pointerOf(steps: readonly string[]): string {
  return pointerTo(steps) || "/";
}

/** The steps of a JSON pointer. */
export function stepsOf(pointer: string): string[] {
  return pointer === "/" ? [] : pointerSteps(pointer);
}

/** What is described at a place: a shape, `unknown` below a value that is not described further, undefined if nothing. */
export function shapeAt(shape: Shape, steps: readonly string[]): Shape | "unknown" | undefined {
  const [name, ...rest] = steps;
  if (name === undefined) return shape;
  if (shape.members.size === 0) return shape.kind === "object" || shape.kind === "anything" ? "unknown" : undefined;
  const member = shape.members.get(name);
  return member && shapeAt(member.shape, rest);
}
