import { anyOf } from "../core/text.ts";
import type { Sources } from "../exalate/profile/node-api.ts";
import {
  type Need,
  type OperationName,
  operationKind,
  type ValueNeeds,
  valuesOf,
} from "../exalate/profile/operations.ts";
import type { Adjustments } from "./adjustments.ts";
import type { DescribedCall } from "./description.ts";
import { canHave, exactPlaces } from "./exact-names.ts";
import { type Fields, isThere } from "./fields.ts";

/** Where an operation's values are in its answer, and in each item of its list. */
interface AnswerPlaces {
  readonly result: Sources | undefined;
  readonly item: Sources | undefined;
}

/** The places of an operation's values in the answer of a described call. */
export function adjustedAnswer(
  name: OperationName,
  { result, item }: AnswerPlaces,
  call: DescribedCall,
  notes: Adjustments,
): AnswerPlaces {
  const { result: results, item: itemValues } = operationKind(name);
  const { items: _, ...values } = results;
  const fields = call.answer;
  if (fields.size === 0) {
    if (Object.keys(results).length > 0) notes.remarks.push("its answer is not described");
    return { result, item };
  }
  // The id in the answer to an accepted request, or next to another id, can be that of a job.
  const hasOtherId = call.answerStatus === "202" || exactPlaces("connectionId", fields).length > 1;
  const found = sourcesIn("/result", values, fields, result, notes, hasOtherId);
  if (itemValues === undefined) return { result: result && found, item };
  const list = listIn(fields, itemValues, result?.items, item);
  if (list === undefined) {
    const why = `its answer has no list whose items have ${valuesOf(itemValues, "required").join(", ")}`;
    return { result: { ...found, items: [notes.gap("/result/items", why)] }, item };
  }
  if (list.places !== result?.items) notes.differences.push(`its answer has the list at ${list.places}`);
  const inItems = list.items.size === 0 ? item : sourcesIn("/item", itemValues, list.items, item, notes);
  return { result: { ...found, items: list.places }, item: inItems };
}

function sourcesIn(
  part: string,
  values: ValueNeeds,
  fields: Fields,
  today: Sources | undefined,
  notes: Adjustments,
  hasOtherId = false,
): Sources {
  const wanted = Object.keys(values).filter((value) => values[value] !== "optional" || today?.[value] !== undefined);
  const found = wanted.map((value) => {
    const isUnsure = hasOtherId && value === "connectionId";
    return [value, isUnsure ? undefined : placesOf(value, fields, today?.[value])] as const;
  });
  const alternatives = found.filter(([value]) => values[value] === "alternative");
  const isUseless = alternatives.every(([, places]) => places === undefined);
  const sources = found.flatMap(([value, places]): [string, readonly string[]][] => {
    const before = today?.[value];
    const isLast = isUseless && value === alternatives[0]?.[0];
    if (places === undefined) return missingValue(part, value, isLast ? "required" : values[value], before, notes);
    if (places !== before) notes.differences.push(`its answer has ${value} at ${places}`);
    for (const place of places) notes.spell(value, fields.get(place));
    return [[value, places]];
  });
  return Object.fromEntries(sources);
}

/** Today's places if one of them exists; else the only place beyond doubt. */
function placesOf(value: string, fields: Fields, today: readonly string[] = []): readonly string[] | undefined {
  const isKept = (place: string) => {
    const field = fields.get(place.startsWith("header:") ? place.toLowerCase() : place);
    return field === undefined ? isThere(fields, place) : canHave(value, field);
  };
  if (today.some(isKept)) return today;
  const isText = fields.get("/")?.type === "string" && ["token", "invitationCode"].includes(value);
  const places = isText ? ["/"] : exactPlaces(value, fields);
  return places.length === 1 ? places : undefined;
}

function missingValue(
  part: string,
  value: string,
  need: Need | undefined,
  before: readonly string[] | undefined,
  notes: Adjustments,
): [string, readonly string[]][] {
  const why = `its answer has no ${value}${before ? ` at ${anyOf(before)}` : ""}`;
  if (need === "required") return [[value, [notes.gap(`${part}/${value}`, why)]]];
  if (before === undefined) return [];
  if (need !== "expected") notes.remarks.push(why);
  else notes.differences.push(`${why} beyond doubt, so that it is looked up in the list`);
  return need === "expected" ? [] : [[value, before]];
}

/** How many lists of an answer are compared. */
const mostLists = 20;

/** The only list whose items have all needed values; else today's list, if the description leaves it open. */
function listIn(fields: Fields, values: ValueNeeds, today: readonly string[] = [], item: Sources = {}) {
  const lists = [...fields].filter(([, { type }]) => type === "array").slice(0, mostLists);
  const all = lists.map(([pointer, { items }]) => ({ pointer, items: items() }));
  const needed = valuesOf(values, "required");
  const fitting = all.filter(({ items }) => needed.every((value) => placesOf(value, items, item[value])));
  const isToday = ({ pointer }: { pointer: string }) => today.includes(pointer);
  const chosen = fitting.find(isToday) ?? (fitting.length === 1 ? fitting[0] : all.find(isToday));
  if (chosen !== undefined) return { places: isToday(chosen) ? today : [chosen.pointer], items: chosen.items };
  const isOpen = today.some((pointer) => !fields.has(pointer) && isThere(fields, pointer));
  return isOpen ? { places: today, items: new Map() as Fields } : undefined;
}
