import { pointerSteps } from "../core/json-pointer.ts";
import type { Field, Fields } from "./fields.ts";
import { plainName } from "./words.ts";

/**
 * Further names that mean a value beyond doubt, next to its domain name. Before Exalate 4.0 a connection was called a
 * relation, and the other side is called remote on the wire.
 */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  user: ["username"],
  token: ["jwt"],
  limit: ["size", "pageSize"],
  total: ["totalCount"],
  project: ["projectKey"],
  projectKey: ["key"],
  projectName: ["name"],
  projectId: ["id"],
  connectionId: ["id", "relationId"],
  connectionName: ["name", "relationName"],
  status: ["state"],
  destinationUrl: ["remoteUrl"],
  destinationShortName: ["remoteShortName"],
};

/** Objects whose members mean the same as outside: `/connection/name` is the connection's name, `/project/name` is not. */
const wrappers = new Set(["connection", "relation", "data", "result"]);

/** Whether a JSON pointer leads to a value beyond doubt. */
export function isExactPlace(value: string, pointer: string): boolean {
  const names = [value, ...(otherNames[value] ?? [])].map(plainName);
  const steps = pointerSteps(pointer).map(plainName);
  const around = steps.slice(0, -1);
  if (around.every((step) => wrappers.has(step)) && names.includes(steps.at(-1) ?? "")) return true;
  return around.length === 1 && names.includes(steps.join(""));
}

/** The places that mean a value beyond doubt and can have it. Two of them are a doubt. */
export function exactPlaces(value: string, fields: Fields): string[] {
  const found = [...fields].filter(([pointer, field]) => isExactPlace(value, pointer) && canHave(value, field));
  return found.map(([pointer]) => pointer);
}

/** Whether a field can have a value: only the modes are a list. */
export function canHave(value: string, { type }: Field): boolean {
  return type === undefined || ((value === "modes") === (type === "array") && type !== "object");
}
