import { listOf } from "../core/json.ts";
import { atPointer, pointerTo } from "../core/json-pointer.ts";
import type { Exchange } from "./exchange.ts";
import { plainLeavesOf } from "./json-leaves.ts";
import type { Meaning } from "./meanings.ts";
import type { AnswerPlace, Side } from "./side.ts";
import { isPlainWord, oneOffKind } from "./value-kinds.ts";

/** The call that shows the chosen project. */
export interface ProjectsSeen {
  readonly showing: Exchange;
  readonly group: readonly Exchange[];
  readonly items: string;
  /** The JSON pointer of the name in an entry. */
  readonly name: string;
  readonly entry: unknown;
  /** Every entry that any answer of the call has. */
  readonly entries: readonly unknown[];
}

/** The call whose answer lists the project that the person chose; undefined when no answer does. */
export function projectsSeen(side: Side, project: string, listAddress: string | undefined): ProjectsSeen | undefined {
  const places = side.places(project).filter(({ exchange }) => exchange.address !== listAddress);
  const candidates = places.flatMap((place) => candidateAt(place, side));
  const scored = candidates.map((candidate) => ({ candidate, score: scoreOf(candidate, project) }));
  scored.sort((one, other) => other.score - one.score);
  return scored[0]?.candidate;
}

function candidateAt({ exchange, steps, lists, header }: AnswerPlace, side: Side): ProjectsSeen[] {
  const [at, ...others] = lists;
  if (at === undefined || others.length > 0 || header !== undefined || steps.length === at + 1) return [];
  if (!exchange.isRead && exchange.call.method !== "POST") return [];
  const items = pointerTo(steps.slice(0, at)) || "/";
  const group = side.exchanges.filter((each) => each.address === exchange.address && each.isSuccess);
  const entries = group.flatMap(({ answer }) => listOf(atPointer(answer, items)));
  const entry = atPointer(exchange.answer, pointerTo(steps.slice(0, at + 1)));
  return [{ showing: exchange, group, items, name: pointerTo(steps.slice(at + 1)), entry, entries }];
}

const nameName = /(name|title|label|text)$/i;

function scoreOf({ showing, group, name, entries }: ProjectsSeen, project: string): number {
  const isSearch = group.some(({ query }) => query.some(([, value]) => isPartOf(value, project)));
  return (
    (isSearch ? 4 : 0) +
    (/proj|scope|space|repo|board|queue/i.test(showing.call.url.pathname) ? 2 : 0) +
    (nameName.test(name) ? 2 : 0) +
    (showing.isRead ? 1 : 0) +
    (entries.length > 1 ? 1 : 0) -
    (/audit|event|log|histor|connection/i.test(showing.call.url.pathname) ? 2 : 0)
  );
}

/** Whether a text is what a person types on the way to a project's name. */
export function isPartOf(text: string, project: string): boolean {
  return text !== "" && project.toLowerCase().includes(text.toLowerCase());
}

/** The query of the project search: what was typed of the project's name becomes `{project}`. */
export function projectQuery(
  { showing, group }: ProjectsSeen,
  project: string,
): Readonly<Record<string, string>> | undefined {
  const names = [...new Set(group.flatMap(({ query }) => query.map(([name]) => name)))];
  const entries: [string, string][] = [];
  for (const name of names) {
    const values = group.flatMap(({ query }) => query.filter(([each]) => each === name).map(([, value]) => value));
    const own = showing.query.find(([each]) => each === name)?.[1];
    if (values.some((value) => value !== "") && values.every((value) => value === "" || isPartOf(value, project)))
      entries.push([name, "{project}"]);
    else if (own !== undefined && !isOnce(name, own, showing)) entries.push([name, withProject(own, project)]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A condition of a search, with what was typed of the project in quotes or as a whole word. */
function withProject(text: string, project: string): string {
  const [, before, quoted = "", after] = /^(.*["'])([^"']+)(["'].*)$/.exec(text) ?? [];
  if (quoted.length > 1 && isPartOf(quoted, project)) return `${before}{project}${after}`;
  return text === project ? "{project}" : text.replace(project, "{project}");
}

function isOnce(name: string, value: string, { call }: Exchange): boolean {
  return /^(_|_t|ts|timestamp|nocache|rnd)$/i.test(name) || oneOffKind(value, call.startedAt) !== undefined;
}

const keyName = /(key|code|slug|short_?name)$/i;

/** Which member of a project each of the tasks' values is, the same for every operation: at most a key and an id. */
export class ProjectMembers {
  readonly #pointers = new Map<string, string>();

  /**
   * The value for a member; undefined when too many members are sent. A key is what people know a project by, so that it
   * can be sent as it was typed; an id needs the search.
   */
  valueOf(pointer: string, namePointer: string): string | undefined {
    if (pointer === namePointer) return "projectName";
    const known = this.#pointers.get(pointer);
    if (known !== undefined) return known;
    const wanted = keyName.test(pointer) ? ["project", "projectId"] : ["projectId", "project"];
    const free = wanted.find((value) => ![...this.#pointers.values()].includes(value));
    if (free !== undefined) this.#pointers.set(pointer, free);
    return free;
  }

  /** Where an entry has the members besides its name. */
  get places(): Readonly<{ projectKey?: string; projectId?: string }> {
    const entries = [...this.#pointers].map(([pointer, value]) => [
      value === "project" ? "projectKey" : "projectId",
      pointer,
    ]);
    return Object.fromEntries(entries);
  }
}

const idName =
  /(^|_)(id|uid|uuid|guid|key|code|slug|ref|identifier|self|href|url|short_?name|handle)$|(Id|ID|Key|Uid|Uuid|Ref|Code)$/;
const projectName = /proj|scope|space|target|container|area|repo|board|queue|ref|key|id$/i;

/** What a value of a request can be of the chosen project. */
export function projectMeanings(
  value: string | number | boolean,
  steps: readonly string[],
  seen: ProjectsSeen | undefined,
  project: string,
  members: ProjectMembers,
): readonly Meaning[] {
  if (seen === undefined) return value === project ? [{ words: "the project", sends: { value: "project" } }] : [];
  if (typeof value === "boolean") return isAttribute(value, steps, seen) ? attributeOrConstant : [];
  const pointers = pointersOf(value, seen).filter((pointer) => isIdentifier(pointer, value, steps, seen));
  const distinct = withoutAliases(pointers, seen);
  if (distinct.length === 0 && isAttribute(value, steps, seen)) return attributeOrConstant;
  const isTyped = distinct.length === 0 && value === project;
  const meanings = distinct.map((pointer) => memberMeaning(pointer, seen, members));
  if (isTyped) return [memberMeaning(seen.name, seen, members)];
  return isChance(value, steps, seen) && meanings.length > 0
    ? [...meanings, { words: "a constant", sends: "constant" }]
    : meanings;
}

const attributeOrConstant: readonly Meaning[] = [
  { words: "a member of the project that differs between projects", sends: "foreign" },
  { words: "a constant", sends: "constant" },
];

/** The project's members by their texts, which can be a part of a longer text. */
export function projectTexts(seen: ProjectsSeen, members: ProjectMembers): [string, Meaning][] {
  return plainLeavesOf(seen.entry).flatMap(({ steps, value }): [string, Meaning][] => {
    const [pointer, text] = [pointerTo(steps), String(value)];
    const isUsable =
      (typeof value === "string" || typeof value === "number") && text.length > 1 && !/^[a-z]+$/.test(text);
    if (!isUsable || pointer === seen.name || !isIdentifier(pointer, value, steps, seen)) return [];
    // What it sends is asked for only when a call sends it, because there are few values for members of a project.
    const lazy = {
      words: `the project's member ${pointer}`,
      get sends() {
        return memberMeaning(pointer, seen, members).sends;
      },
    };
    return [[text, lazy]];
  });
}

/** Whether a constant is perhaps the project, when no recorded answer shows which members the projects have. */
export function isPerhapsProject(value: string | number, steps: readonly string[]): boolean {
  const [name = "", text] = [steps.at(-1) ?? "", String(value)];
  if (text === "" || text.length > 200) return false;
  if (steps.slice(1).some((step) => projectName.test(step))) return true;
  return typeof value === "number" ? value >= 2 : steps[0] === "body" && !/^[a-z]+$/.test(text) && name !== "";
}

/** Whether a value was perhaps copied from the project, and would be another one for another project. */
function isAttribute(
  value: string | number | boolean,
  steps: readonly string[],
  { entry, entries }: ProjectsSeen,
): boolean {
  const copied = plainLeavesOf(entry).filter((leaf) => leaf.value === value && leaf.steps.at(-1) === steps.at(-1));
  if (entries.length === 1 && steps.length > 2) return copied.length > 0;
  return copied.some(({ steps: place }) => new Set(entries.map((each) => atPointer(each, pointerTo(place)))).size > 1);
}

function memberMeaning(pointer: string, { name }: ProjectsSeen, members: ProjectMembers): Meaning {
  const value = members.valueOf(pointer, name);
  const words = `the project's member ${pointer}`;
  return value === undefined ? { words, sends: "foreign" } : { words, sends: { value } };
}

function pointersOf(value: string | number, { entry }: ProjectsSeen): string[] {
  return plainLeavesOf(entry)
    .filter(
      (leaf) =>
        (typeof leaf.value === "string" || typeof leaf.value === "number") && String(leaf.value) === String(value),
    )
    .map(({ steps }) => pointerTo(steps));
}

/** A member that tells projects apart. Words such as a type occur in requests by chance. */
function isIdentifier(pointer: string, value: string | number, steps: readonly string[], seen: ProjectsSeen): boolean {
  const name = pointer.split("/").at(-1) ?? "";
  if (pointer === seen.name || idName.test(name)) return true;
  const values = seen.entries.map((entry) => atPointer(entry, pointer));
  if (new Set(values).size < values.length && seen.entries.length > 1 && isRepeatedInOneAnswer(pointer, seen))
    return false;
  const isSmall = typeof value === "number" && value < 100;
  return !isSmall && (!isPlainWord(String(value)) || (steps.at(-1) === name && values.length > 1));
}

function isRepeatedInOneAnswer(pointer: string, { group, items }: ProjectsSeen): boolean {
  return group.some(({ answer }) => {
    const values = listOf(atPointer(answer, items)).map((entry) => atPointer(entry, pointer));
    return new Set(values).size < values.length;
  });
}

/** Members that are equal in every entry are one. */
function withoutAliases(pointers: readonly string[], { entries, name }: ProjectsSeen): string[] {
  const ordered = [...pointers].sort((one, other) => Number(other === name) - Number(one === name));
  const isAlias = (one: string, other: string) =>
    entries.length > 1 && entries.every((entry) => String(atPointer(entry, one)) === String(atPointer(entry, other)));
  return ordered.filter((pointer, at) => !ordered.slice(0, at).some((earlier) => isAlias(earlier, pointer)));
}

/** A small number or a word that nothing around it names as a project can equal a member of the project by chance. */
function isChance(value: string | number, steps: readonly string[], { entry }: ProjectsSeen): boolean {
  if (!/^(\d{1,2}|[a-z]+)$/.test(String(value))) return false;
  const names = plainLeavesOf(entry)
    .filter((leaf) => String(leaf.value) === String(value))
    .map((leaf) => leaf.steps.at(-1));
  return !steps.slice(1).some((step) => projectName.test(step) || names.includes(step)) && steps[0] !== "path";
}
