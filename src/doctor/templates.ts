import { isObject, type JsonObject } from "../core/json.ts";
import type { Shape } from "./shape.ts";

/** A member of a body template that has no members itself. */
export interface TemplateMember {
  readonly steps: readonly string[];
  readonly content: unknown;
}

/** The members of a template that have no members themselves. */
export function flattenTemplate(template: unknown, steps: readonly string[] = []): TemplateMember[] {
  if (!isObject(template)) return [{ steps, content: template }];
  return Object.entries(template).flatMap(([name, member]) => flattenTemplate(member, [...steps, name]));
}

/** The template with `content` at a place. */
export function withContent(template: JsonObject, steps: readonly string[], content: unknown): JsonObject {
  const [name, ...rest] = steps;
  if (name === undefined) return template;
  const before = Object.hasOwn(template, name) ? template[name] : undefined;
  const inner = rest.length === 0 ? content : withContent(isObject(before) ? before : {}, rest, content);
  return Object.fromEntries([...Object.entries(template), [name, inner]]);
}

/** A described member that must be sent. */
export interface RequiredMember {
  readonly steps: readonly string[];
  readonly shape: Shape;
}

/** The required members that a template lacks, also inside the objects that it sends. */
export function missingMembers(shape: Shape, template: unknown, steps: readonly string[] = []): RequiredMember[] {
  const given = isObject(template) ? template : {};
  return [...shape.members].flatMap(([name, member]) => {
    const at = [...steps, name];
    const isGiven = Object.hasOwn(given, name);
    if (isGiven && !isObject(given[name])) return [];
    if (!isGiven && !member.required) return [];
    if (member.shape.members.size === 0) return isGiven ? [] : [{ steps: at, shape: member.shape }];
    return missingMembers(member.shape, given[name], at);
  });
}
