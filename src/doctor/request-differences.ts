import type { Operation } from "../exalate/profile/node-api.ts";
import { wholePlaceholder } from "../exalate/profile/placeholders.ts";
import { nodeSpelling, type Spellings } from "../exalate/profile/spellings.ts";
import type { DescribedCall, DescribedParameter } from "./description.ts";
import { pointerOf, shapeAt } from "./flatten.ts";
import type { Shape } from "./shape.ts";
import { spellingsIn, synonyms } from "./synonyms.ts";
import { flattenTemplate, missingMembers, type TemplateMember } from "./templates.ts";

/** How the request of an operation differs from the described call, as short sentences without a period. */
export function requestDifferences(operation: Operation, call: DescribedCall, spellings: Spellings): string[] {
  return [...parameterDifferences(operation, call), ...bodyDifferences(operation, call, spellings)];
}

/** Headers that every request has, or that carry the session. */
const usualHeader = /^(accept|content-type|authorization|cookie)$/i;

function parameterDifferences({ query = {} }: Operation, { parameters, securitySchemes }: DescribedCall): string[] {
  const inQuery = parameters.filter(({ place }) => place === "query");
  const missing = inQuery.filter(
    ({ name, required, shape }) => required && !(name in query) && shape.constant === undefined,
  );
  const unknown = Object.keys(query).filter((name) => !inQuery.some((parameter) => parameter.name === name));
  return [
    ...missing.map(({ name }) => `it requires the query parameter "${name}"`),
    ...unknown.map((name) => `it has no query parameter "${name}"${offered(inQuery, query)}`),
    ...parameters
      .filter((each) => isOtherHeader(each, securitySchemes))
      .map(({ name }) => `it requires the header "${name}"`),
  ];
}

function isOtherHeader({ name, place, required }: DescribedParameter, securitySchemes: readonly string[]): boolean {
  const isSession = securitySchemes.length === 0 && /token|jwt|session|auth/i.test(name);
  return place === "header" && required && !usualHeader.test(name) && !isSession;
}

function offered(parameters: readonly DescribedParameter[], query: Readonly<Record<string, string>>): string {
  const others = parameters.map(({ name }) => name).filter((name) => !(name in query));
  return others.length === 0
    ? ""
    : `; it has ${others
        .slice(0, 4)
        .map((name) => `"${name}"`)
        .join(", ")}`;
}

function bodyDifferences({ body: template }: Operation, { body }: DescribedCall, spellings: Spellings): string[] {
  if (template === undefined)
    return body?.required && body.shape === undefined ? ["it takes a body"] : requiredIn(body?.shape, {});
  if (body === undefined) return ["it takes no body"];
  if (body.shape === undefined) return [`it takes ${body.mediaTypes.join(", ")}, not JSON`];
  const { shape } = body;
  const placed = flattenTemplate(template).map((leaf) => ({ ...leaf, described: shapeAt(shape, leaf.steps) }));
  const unknown = placed.filter(({ described }) => described === undefined).map(({ steps }) => pointerOf(steps));
  return [
    ...(unknown.length === 0 ? [] : [`its body has no ${unknown.join(", ")}`]),
    ...requiredIn(shape, template),
    ...placed.flatMap((leaf) => leafDifferences(leaf, leaf.described, spellings)),
  ];
}

function requiredIn(shape: Shape | undefined, template: object): string[] {
  const missing = shape === undefined ? [] : missingMembers(shape, template).map(({ steps }) => pointerOf(steps));
  return missing.length === 0 ? [] : [`its body requires ${missing.join(", ")}`];
}

function leafDifferences(
  { steps, content }: TemplateMember,
  described: Shape | "unknown" | undefined,
  spellings: Spellings,
): string[] {
  if (described === undefined || described === "unknown") return [];
  const place = pointerOf(steps);
  const value = wholePlaceholder(content)?.name;
  if (value !== undefined) return valueDifferences(value, place, described, spellings);
  const isAllowed =
    typeof content !== "string" || described.choices.length === 0 || described.choices.includes(content);
  return isAllowed ? [] : [`${place} is one of ${quoted(described.choices)}`];
}

function valueDifferences(value: string, place: string, described: Shape, spellings: Spellings): string[] {
  const known = synonyms.values[value];
  if (described.members.size > 0) return [`${place} has members`];
  if (known?.kind === "boolean" && !["boolean", "anything"].includes(described.kind))
    return [`${place} is not true or false`];
  if (known?.spelling === undefined) return [];
  const vocabulary = spellings[known.spelling];
  const theirs = Object.entries(spellingsIn(described.choices, known.spelling));
  const isSame = theirs.every(([word, spelling]) => nodeSpelling(vocabulary, word) === spelling);
  return isSame ? [] : [`${place} is spelled ${quoted(described.choices)}`];
}

/** The first few texts, in quotation marks. */
export function quoted(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).map((text) => `"${text}"`);
  return `${shown.join(", ")}${texts.length > shown.length ? ", …" : ""}`;
}
