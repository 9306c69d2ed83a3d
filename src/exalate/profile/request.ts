import { Failure } from "../../core/failure.ts";
import { wellFormed, withoutEnding } from "../../core/text.ts";
import type { HttpRequest } from "../../http/http.ts";
import type { NodeApi, Operation } from "./node-api.ts";
import { replacePlaceholders, wholePlaceholder } from "./placeholders.ts";
import { remedyOfAnswers } from "./remedy.ts";
import { spelledValues } from "./spellings.ts";

/** The values of an operation by their domain names; an absent one is undefined. */
export type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** The request that an operation of the profile makes with these values, to a node at `nodeUrl`. */
export function requestOf(
  nodeUrl: string,
  api: NodeApi,
  operation: Operation,
  values: Values,
  token?: string,
): HttpRequest {
  const spelled = spelledValues(api.spellings, values);
  const body = operation.body && JSON.stringify(filled(operation.body, spelled));
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

/** A segment of dots alone would climb out of the path, however it is escaped. */
function pathSegment(value: string): string {
  if (/^\.{0,2}$/.test(value)) {
    throw new Failure("EXA209", "The node names a connection by an id that no path can hold.", remedyOfAnswers);
  }
  return encodeURIComponent(wellFormed(value));
}

function queryOf(operation: Operation, values: Values): string {
  const parameters = Object.entries(filled(operation.query ?? {}, values) as Record<string, unknown>);
  const query = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return query === "" ? "" : `?${query}`;
}

/** A template with its values filled in; a member whose value is absent is left out. */
export function filled(template: unknown, values: Values): unknown {
  if (typeof template === "string") return filledText(template, values);
  if (Array.isArray(template)) return template.map((entry) => filled(entry, values)).filter(isPresent);
  if (typeof template !== "object" || template === null) return template;
  const members = Object.entries(template).map(([name, value]) => [name, filled(value, values)] as const);
  return Object.fromEntries(members.filter(([, value]) => isPresent(value)));
}

function isPresent(value: unknown): boolean {
  return value !== undefined;
}

/** A string that is one placeholder keeps the value's JSON type. */
function filledText(template: string, values: Values): unknown {
  const whole = wholePlaceholder(template);
  if (whole !== undefined) return values[whole];
  return replacePlaceholders(template, (name) => String(values[name] ?? ""));
}
