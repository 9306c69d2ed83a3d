import { Failure } from "../../core/failure.ts";
import { wellFormed, withoutEnding } from "../../core/text.ts";
import type { HttpRequest } from "../../http/http.ts";
import type { NodeApi, Operation } from "./node-api.ts";
import { replacePlaceholders, wholePlaceholder } from "./placeholders.ts";
import { checkApiRemedy } from "./remedy.ts";
import { spelledValues } from "./spellings.ts";

/** The values of an operation by their domain names; an absent value is undefined. */
export type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The request of an operation with these values, to the node at `nodeUrl`. Raises EXA209 for an unusable path value.
 */
export function requestOf(
  nodeUrl: string,
  api: NodeApi,
  operation: Operation,
  values: Values,
  token?: string,
): HttpRequest {
  const spelled = spelledValues(api.spellings, values);
  const body = operation.body && JSON.stringify(fillTemplate(operation.body, spelled));
  return {
    method: operation.method,
    url: `${withoutEnding(nodeUrl, "/")}${api.basePath}${pathOf(operation, spelled)}${queryOf(operation, spelled)}`,
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" }),
      ...(token === undefined ? {} : { [api.tokenHeader]: `${api.tokenPrefix}${token}` }),
    },
    ...(body === undefined ? {} : { body }),
  };
}

function pathOf(operation: Operation, values: Values): string {
  return replacePlaceholders(operation.path, (name) => pathSegment(String(values[name] ?? "")));
}

/** `.` and `..` would change the path, even when they are escaped. */
function pathSegment(value: string): string {
  if (/^\.{0,2}$/.test(value)) {
    throw new Failure("EXA209", "The node gave a connection an id that a URL path cannot contain.", checkApiRemedy);
  }
  return encodeURIComponent(wellFormed(value));
}

function queryOf(operation: Operation, values: Values): string {
  const parameters = Object.entries(fillTemplate(operation.query ?? {}, values) as Record<string, unknown>);
  const query = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return query === "" ? "" : `?${query}`;
}

/** A template with its values fillTemplate in, without the members whose value is absent. */
export function fillTemplate(template: unknown, values: Values): unknown {
  if (typeof template === "string") return filledText(template, values);
  if (Array.isArray(template)) return template.map((entry) => fillTemplate(entry, values)).filter(isPresent);
  if (typeof template !== "object" || template === null) return template;
  const members = Object.entries(template).map(([name, value]) => [name, fillTemplate(value, values)] as const);
  return Object.fromEntries(members.filter(([, value]) => isPresent(value)));
}

function isPresent(value: unknown): boolean {
  return value !== undefined;
}

/** A string that is exactly one placeholder keeps the JSON type of the value. */
function filledText(template: string, values: Values): unknown {
  const whole = wholePlaceholder(template);
  if (whole !== undefined) return values[whole];
  return replacePlaceholders(template, (name) => String(values[name] ?? ""));
}
