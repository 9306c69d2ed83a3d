import { Failure } from "../../core/failure.ts";
import { wellFormed, withoutEnding } from "../../core/text.ts";
import type { HttpRequest } from "../../http/http.ts";
import type { Call, NodeApi } from "./node-api.ts";
import { replacePlaceholders, wholePlaceholder } from "./placeholders.ts";
import { checkApiRemedy } from "./remedy.ts";
import { spelledValues } from "./spellings.ts";

/** The values of an operation by their domain names; an absent value is undefined. */
export type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The request of a call with these values, to the node at `nodeUrl`. Raises EXA209 for a value that cannot be in a path or
 * a header, or that is no number where the call needs one.
 */
export function requestOf(nodeUrl: string, api: NodeApi, call: Call, values: Values, token?: string): HttpRequest {
  const spelled = spelledValues(api.spellings, values);
  const body = call.body && JSON.stringify(fillTemplate(call.body, spelled));
  return {
    method: call.method,
    url: urlOf(nodeUrl, api, call, values),
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" }),
      ...headersOf(call, spelled),
      ...(token === undefined ? {} : { [api.tokenHeader]: `${api.tokenPrefix}${token}` }),
    },
    ...(body === undefined ? {} : { body }),
  };
}

/** The URL of a call with these values. Raises EXA209 for a value that cannot be in a path. */
export function urlOf(nodeUrl: string, { basePath, spellings }: NodeApi, call: Call, values: Values): string {
  const spelled = spelledValues(spellings, values);
  return `${withoutEnding(nodeUrl, "/")}${basePath}${pathOf(call, spelled)}${queryOf(call, spelled)}`;
}

/** Names of headers in which only case differs must not be sent twice. */
const usualHeaders: ReadonlyMap<string, string> = new Map([
  ["accept", "Accept"],
  ["content-type", "Content-Type"],
]);

function headersOf({ method, path, headers = {} }: Call, values: Values): Record<string, string> {
  const filled = Object.entries(fillTemplate(headers, values) as Record<string, unknown>).map(([name, value]) => [
    usualHeaders.get(name.toLowerCase()) ?? name,
    String(value),
  ]);
  if (filled.some(([, value = ""]) => !/^[\x20-\x7e]*$/.test(value)))
    throw unusable(`A value for a header of ${method} ${path} contains characters that a header cannot have.`);
  return Object.fromEntries(filled);
}

function unusable(happened: string): Failure {
  return new Failure("EXA209", happened, checkApiRemedy);
}

function pathOf({ path }: Call, values: Values): string {
  return replacePlaceholders(path, (name) => pathSegment(String(values[name] ?? "")));
}

/** `.` and `..` would change the path, even when they are escaped. */
function pathSegment(value: string): string {
  if (/^\.{0,2}$/.test(value)) {
    throw unusable("The node gave a value, such as the id of a connection, that a URL path cannot contain.");
  }
  return encodeURIComponent(wellFormed(value));
}

function queryOf({ query: template = {} }: Call, values: Values): string {
  const parameters = Object.entries(fillTemplate(template, values) as Record<string, unknown>);
  const query = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return query === "" ? "" : `?${query}`;
}

/** A template with its values filled in, without the members whose value is absent. */
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

/** A string that is exactly one placeholder keeps the JSON type of the value, or gets the type that it names. */
function filledText(template: string, values: Values): unknown {
  const whole = wholePlaceholder(template);
  if (whole !== undefined) return whole.isNumber ? numberOf(whole.name, values[whole.name]) : values[whole.name];
  return replacePlaceholders(template, (name) => String(values[name] ?? ""));
}

/** A number that JavaScript would write with other digits would be another id. */
function numberOf(name: string, value: Values[string]): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (String(number) === String(value)) return number;
  throw unusable(`The call needs a number as {${name}}, and the value is none, or has too many digits.`);
}
