import { pointerSteps, pointerTo } from "../core/json-pointer.ts";
import type { Shape } from "./shape.ts";

/** A value in a described JSON document that has no described members. */
export interface FlatMember {
  /** The member names that lead to it. */
  readonly steps: readonly string[];
  readonly shape: Shape;
  /** Whether it and all objects around it are required. */
  readonly required: boolean;
}

/** The values of a shape that have no members. A list counts as one value. */
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

/** The shape at a place; `unknown` below a value that is not described further; undefined when there is nothing. */
export function shapeAt(shape: Shape, steps: readonly string[]): Shape | "unknown" | undefined {
  const [name, ...rest] = steps;
  if (name === undefined) return shape;
  if (shape.members.size === 0) return shape.kind === "object" || shape.kind === "anything" ? "unknown" : undefined;
  const member = shape.members.get(name);
  return member && shapeAt(member.shape, rest);
}
