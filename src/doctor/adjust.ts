import { isObject, type JsonObject } from "../core/json.ts";
import { pointerSteps, pointerTo } from "../core/json-pointer.ts";
import type { Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind } from "../exalate/profile/operations.ts";
import { placeholdersIn, wholePlaceholder } from "../exalate/profile/placeholders.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import { adjustedAnswer } from "./adjust-answer.ts";
import { Adjustments } from "./adjustments.ts";
import type { DescribedCall } from "./description.ts";
import { exactPlaces } from "./exact-names.ts";
import { type Fields, isThere } from "./fields.ts";
import { plainName } from "./words.ts";

/** An operation in the form that a described call has, and how it differed before. */
export interface Adjusted {
  readonly call: DescribedCall;
  readonly operation: Operation;
  readonly notes: Adjustments;
}

/**
 * Compares an operation with a described call, and puts each of its values where the description has exactly one place
 * for it beyond doubt. A needed value without such a place becomes a gap. Method and path of the operation stay.
 */
export function adjusted(name: OperationName, today: Operation, call: DescribedCall, spellings: Spellings): Adjusted {
  const notes = new Adjustments(spellings);
  const { query, headers, body, result, item, ...rest } = today;
  const parts = {
    query: adjustedPart("/query", query, call.query, notes, name === "listConnections"),
    headers: adjustedPart("/headers", headers, call.headers, notes),
    body: adjustedPart("/body", body, call.body, notes),
    ...adjustedAnswer(name, { result, item }, call, notes),
  };
  if (body !== undefined && call.otherBody !== "") notes.differences.push(`it takes ${call.otherBody}, not JSON`);
  const present = Object.entries(parts).filter(([, part]) => part !== undefined);
  const evidence = call.isTried ? "observed" : "described";
  if (call.isTried) notes.remarks.push("the node answered a request so");
  return { call, operation: { ...rest, evidence, ...Object.fromEntries(present) }, notes };
}

/** Values that nobody misses when a call has no place for them; of a list of connections, everything that it sends. */
const dispensable = new Set(["description", "user"]);
const dispensableOfList = new Set(Object.keys(operationKind("listConnections").sends));

type Member = readonly [pointer: string, content: unknown];

/** The query, headers or body of an operation in the form of a described call. */
function adjustedPart(
  part: string,
  template: JsonObject | undefined,
  fields: Fields,
  notes: Adjustments,
  isOfList = false,
): JsonObject | undefined {
  const today = membersOf(template ?? {});
  if (fields.size === 0) {
    if (today.length > 0) notes.remarks.push(`${part} is not described`);
    return template;
  }
  const free = new Map([...fields].filter(([pointer]) => !today.some(([taken]) => taken === pointer)));
  const needless = isOfList ? dispensableOfList : dispensable;
  const placed = today.flatMap((member) => placedMember(part, member, { fields, free, needless }, notes));
  const whole = isOfList
    ? [...placed, ...pageMembers(placed, free, notes), ...nameMembers(placed, free, notes)]
    : placed;
  const missing = [...fields.keys()].filter((pointer) => isMissing(pointer, fields, whole));
  const gaps = missing.map((pointer): Member => [pointer, notes.gap(part + pointer, `it requires ${part}${pointer}`)]);
  const all = [...whole, ...gaps];
  return all.length === 0 && template === undefined ? undefined : all.reduce(withMember, {});
}

/** Where a value can be placed, and which values need no place. */
interface Places {
  readonly fields: Fields;
  readonly free: Fields;
  readonly needless: ReadonlySet<string>;
}

/** A member where the description has it; none for a value that nobody misses. */
function placedMember(part: string, member: Member, { fields, free, needless }: Places, notes: Adjustments): Member[] {
  const [pointer, content] = member;
  const value = wholePlaceholder(content)?.name ?? "";
  const [only, ...others] = isThere(fields, pointer) ? [pointer] : exactPlaces(value, free);
  if (only !== undefined && others.length === 0) {
    if (only !== pointer) notes.differences.push(`it has ${value} at ${part}${only}`);
    notes.spell(value, fields.get(only));
    return [[only, content]];
  }
  const why = `it has no ${part}${pointer}${value && ` for ${value}`}`;
  const isNeeded = typeof content === "string" && placeholdersIn(content).some((each) => !needless.has(each));
  if (isNeeded) return [[pointer, notes.gap(part + pointer, why)]];
  notes.differences.push(why);
  return [];
}

/** A required field that is not sent, unless an optional object around it is not sent either. */
function isMissing(pointer: string, fields: Fields, sent: readonly Member[]): boolean {
  const { required = false, around = [] } = fields.get(pointer) ?? {};
  const isSent = (at: string) => sent.some(([place]) => place === at || place.startsWith(`${at}/`));
  return required && pointer !== "/" && !isSent(pointer) && around.every(isSent);
}

const pageNames = new Set([
  "page",
  "pagenumber",
  "pageno",
  "pageindex",
  "cursor",
  "pagetoken",
  "start",
  "skip",
  "after",
]);

/** How a list is asked for one name. The tasks believe only what it finds, not that it finds nothing. */
function nameMembers(placed: readonly Member[], free: Fields, notes: Adjustments): Member[] {
  const [pointer, ...others] = exactPlaces("connectionName", free);
  const isKnown = placed.some(([, content]) => content === "{connectionName}");
  if (pointer === undefined || others.length > 0 || isKnown) return [];
  notes.differences.push(`it can be asked for one name by /query${pointer}`);
  return [[pointer, "{connectionName}"]];
}

/** How a list is read further when it takes no offset. Without it, only a part of the list would be read. */
function pageMembers(placed: readonly Member[], free: Fields, notes: Adjustments): Member[] {
  const [first] = [...free].filter(([pointer]) => pageNames.has(plainName(pointer)));
  if (first === undefined || placed.some(([, content]) => content === "{offset}")) return [];
  const [pointer, { start }] = first;
  const value = /^\/page/i.test(pointer) ? ["{page}", "{pageNumber}"][start ?? -1] : undefined;
  if (value !== undefined) notes.differences.push(`it pages by /query${pointer}`);
  const choice = 'write "{offset}", "{page}" (from 0), "{pageNumber}" (from 1) or "{cursor}"';
  return [[pointer, value ?? notes.gap(`/query${pointer}`, `/query${pointer} seems to page the list: ${choice}`)]];
}

/** The members of a template that have no members themselves. */
function membersOf(template: JsonObject, steps: readonly string[] = []): Member[] {
  return Object.entries(template).flatMap(([name, content]): Member[] => {
    const at = [...steps, name];
    return isObject(content) ? membersOf(content, at) : [[pointerTo(at), content]];
  });
}

function withMember(template: JsonObject, [pointer, content]: Member): JsonObject {
  return withContent(template, pointerSteps(pointer), content);
}

function withContent(template: JsonObject, [name = "", ...rest]: readonly string[], content: unknown): JsonObject {
  const before = Object.hasOwn(template, name) && isObject(template[name]) ? template[name] : {};
  const inner = rest.length === 0 ? content : withContent(before, rest, content);
  return Object.fromEntries([...Object.entries(template), [name, inner]]);
}
