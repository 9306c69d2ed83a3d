import { isObject, type JsonObject } from "../core/json.ts";
import type { Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind } from "../exalate/profile/operations.ts";
import { placeholdersIn } from "../exalate/profile/placeholders.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import type { CandidatePart } from "./candidate.ts";
import type { DescribedCall } from "./description.ts";
import { type FlatMember, flatten, pointerOf, shapeAt } from "./flatten.ts";
import { type Match, matchValues, type Place } from "./match-values.ts";
import { quoted } from "./request-differences.ts";
import { isPlain, type Shape } from "./shape.ts";
import { spellingsIn, synonyms } from "./synonyms.ts";
import { flattenTemplate, missingMembers, type RequiredMember, type TemplateMember, withContent } from "./templates.ts";

/** A body template, and the node's spellings of its words. */
export interface CandidateBody {
  /** Undefined when the call takes no body. */
  readonly template: JsonObject | undefined;
  readonly spellings: Spellings;
}

/** A place in the body that can have a value. */
interface BodyPlace extends Place {
  readonly steps: readonly string[];
}

/**
 * The body template of a call, with the values that are not in `before`. A place in today's profile that exists is
 * kept. Undefined when the call takes something other than JSON.
 */
export function candidateBody(
  name: OperationName,
  { body }: DescribedCall,
  today: Operation | undefined,
  before: readonly string[],
): CandidatePart<CandidateBody> | undefined {
  if (body === undefined || (body.shape === undefined && !body.required)) return noBody;
  const { shape } = body;
  if (shape === undefined) return undefined;
  if (shape.members.size === 0) return undescribedBody(shape, today);
  const kept = keptLeaves(today, shape);
  const keptValues = kept.flatMap(({ content }) => (typeof content === "string" ? placeholdersIn(content) : []));
  const open = Object.keys(operationKind(name).sends).filter((value) => ![...before, ...keptValues].includes(value));
  const matches = matchValues(open, freePlaces(shape, kept));
  const fresh = matches.map(({ value, place: { steps } }) => ({ steps, content: `{${value}}` }));
  const placed = inOrder([...kept, ...fresh], shape);
  const { template, edits } = completed(placed, shape);
  return {
    part: { template, spellings: spellingsAt(placed, shape) },
    values: [...keptValues, ...matches.map(({ value }) => value)],
    edits: [...matches.flatMap(rivalEdit), ...edits],
  };
}

const noBody: CandidatePart<CandidateBody> = { part: { template: undefined, spellings: {} }, values: [], edits: [] };

/** Sorts the members in the order of the description, so that a person can compare them. */
function inOrder(leaves: readonly TemplateMember[], shape: Shape): TemplateMember[] {
  const order = flatten(shape).map(({ steps }) => pointerOf(steps));
  const rank = ({ steps }: TemplateMember) => order.indexOf(pointerOf(steps));
  return [...leaves].sort((a, b) => rank(a) - rank(b));
}

/** The template with these members and with the constants that the node requires. */
function completed(leaves: readonly TemplateMember[], shape: Shape): { template: JsonObject; edits: string[] } {
  const filled = leaves.reduce<JsonObject>((whole, { steps, content }) => withContent(whole, steps, content), {});
  const missing = missingMembers(shape, filled);
  const template = missing.reduce((whole, each) => {
    const constant = constantFor(each);
    return constant === undefined ? whole : withContent(whole, each.steps, constant);
  }, filled);
  return { template, edits: missing.flatMap(missingEdit) };
}

function undescribedBody(shape: Shape, today: Operation | undefined): CandidatePart<CandidateBody> | undefined {
  if (shape.kind !== "object" && shape.kind !== "anything") return undefined;
  const template = today?.body;
  const values = flattenTemplate(template).flatMap(({ content }) =>
    typeof content === "string" ? placeholdersIn(content) : [],
  );
  const edits = ['the node does not describe the body: compare "body" with what its Exalate console sends'];
  return { part: { template, spellings: {} }, values, edits };
}

function keptLeaves(today: Operation | undefined, shape: Shape) {
  if (!isObject(today?.body)) return [];
  return flattenTemplate(today.body).filter(({ steps, content }) => {
    const there = shapeAt(shape, steps);
    if (there === undefined || there === "unknown" || there.members.size > 0) return false;
    const isOther = typeof content === "string" && placeholdersIn(content).length === 0 && there.choices.length > 0;
    return (!isOther || there.choices.includes(String(content))) && isOfKind(content, there);
  });
}

function isOfKind(content: unknown, { kind }: Shape): boolean {
  const [value] = typeof content === "string" ? placeholdersIn(content) : [];
  const wanted = value === undefined ? undefined : synonyms.values[value]?.kind;
  return wanted !== "boolean" || kind === "boolean" || kind === "anything";
}

function freePlaces(shape: Shape, kept: readonly TemplateMember[]): BodyPlace[] {
  const taken = new Set(kept.map(({ steps }) => pointerOf(steps)));
  return flatten(shape)
    .filter(({ steps }) => !taken.has(pointerOf(steps)))
    .map(placeOf);
}

function placeOf({ steps, shape }: FlatMember): BodyPlace {
  return { steps, name: steps.at(-1) ?? "", within: steps.slice(0, -1), shape };
}

function spellingsAt(leaves: readonly TemplateMember[], shape: Shape): Spellings {
  const found = leaves.flatMap(({ steps, content }) => {
    const [value = ""] = typeof content === "string" ? placeholdersIn(content) : [];
    const vocabulary = synonyms.values[value]?.spelling;
    const there = shapeAt(shape, steps);
    if (vocabulary === undefined || there === undefined || there === "unknown") return [];
    return [[vocabulary, spellingsIn(there.choices, vocabulary)] as const];
  });
  return Object.fromEntries(found);
}

/** An allowed value for a required member that no domain value fits, so that the call can work. */
function constantFor({ shape }: RequiredMember): string | number | boolean | undefined {
  if (shape.constant !== undefined) return shape.constant;
  return shape.choices.find(isPlain) ?? (shape.kind === "boolean" ? false : undefined);
}

function missingEdit(missing: RequiredMember): string[] {
  const { steps, shape } = missing;
  if (shape.constant !== undefined) return [];
  const place = pointerOf(steps);
  const constant = constantFor(missing);
  if (constant === undefined)
    return [`the node requires ${place}, for which there is no value: add it to "body" as a constant`];
  const choice = shape.choices.length > 0 ? `; allowed: ${quoted(shape.choices)}` : "";
  return [
    `${place} is set to ${JSON.stringify(constant)}, because the node requires it: check that this is what you want${choice}`,
  ];
}

function rivalEdit({ value, place, rival }: Match<BodyPlace>): string[] {
  if (rival === undefined) return [];
  const [here, there] = [pointerOf(place.steps), pointerOf(rival.steps)];
  return [`${value} is put at ${here}; ${there} is nearly as likely: check "body"`];
}
