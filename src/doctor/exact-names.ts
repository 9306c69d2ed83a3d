import { pointerSteps } from "../core/json-pointer.ts";
import { defaultNodeApi, type Operation } from "../exalate/profile/node-api.ts";
import { wholePlaceholder } from "../exalate/profile/placeholders.ts";
import type { Field, Fields } from "./fields.ts";
import { plainName } from "./words.ts";

/** Further names that mean a value beyond doubt. Before Exalate 4.0 a connection was called a relation. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  user: ["username"],
  limit: ["size", "pageSize"],
  total: ["totalCount"],
  project: ["projectKey"],
  projectId: ["id"],
  connectionId: ["relationId"],
  connectionName: ["relationName"],
  status: ["state"],
};

/** The names of a value: its domain name, its names in the profile, and further ones. */
function namesOf(value: string): string[] {
  return [value, ...(profileNames.get(value) ?? []), ...(otherNames[value] ?? [])].map(plainName);
}

const profileNames = namesIn(Object.values(defaultNodeApi.operations));

/** The member names of each value in the bodies of requests, and its first one in answers. */
function namesIn(operations: readonly Operation[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  const add = (value: string, name: string | undefined) => names.set(value, [...(names.get(value) ?? []), name ?? ""]);
  for (const { body = {}, result = {}, item = {} } of operations) {
    for (const [name, content] of Object.entries(body)) add(wholePlaceholder(content)?.name ?? "", name);
    for (const [value, places] of [...Object.entries(result), ...Object.entries(item)])
      add(value, pointerSteps(places.find((place) => place.startsWith("/")) ?? "/").at(-1));
  }
  return names;
}

/** Objects whose members mean the same as outside: `/connection/name` is the connection's name, `/project/name` is not. */
const wrappers = new Set(["connection", "relation", "data", "result"]);

/** Whether a JSON pointer leads to a value beyond doubt. */
export function isExactPlace(value: string, pointer: string): boolean {
  const names = namesOf(value);
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
