import type { Meaning, Meanings } from "./meanings.ts";
import {
  isPerhapsProject,
  type ProjectMembers,
  type ProjectsSeen,
  projectMeanings,
  projectTexts,
} from "./project-search.ts";
import { isSameUrl } from "./same-url.ts";
import { withoutBreaks } from "./side.ts";
import type { TypedValues } from "./typed-values.ts";

/** What an operation can send besides what was typed. */
export interface OwnValues {
  /** The ids that stand for the connection. */
  readonly connectionIds?: ReadonlySet<string>;
  readonly invitationCode?: string | undefined;
  readonly projects?: ProjectsSeen | undefined;
  readonly project?: string;
  readonly members: ProjectMembers;
}

const typedWords = {
  connectionName: "the connection's name",
  description: "the description",
  localShortName: "the local instance's short name",
  destinationShortName: "the destination instance's short name",
  destinationUrl: "the destination's URL",
} as const;

type TypedName = keyof typeof typedWords;

/** The meanings of values in the calls of an operation that sends the `sent` typed values. */
export function operationMeanings(typed: TypedValues, sent: readonly TypedName[], own: OwnValues): Meanings {
  const meaning = (name: TypedName): Meaning => ({
    words: typedWords[name],
    sends: sent.includes(name) ? { value: name } : "foreign",
  });
  const names = (Object.keys(typedWords) as TypedName[]).filter((name) => (typed[name] ?? "") !== "");
  const matches = (name: TypedName, value: string | number | boolean) =>
    name === "destinationUrl" ? isSameUrl(value, typed.destinationUrl) : String(value) === typed[name];
  const texts = new Map(names.map((name) => [typed[name] ?? "", meaning(name)]));
  return {
    texts: own.project === undefined ? texts : new Map([...membersOf(own), ...texts, [own.project, projectText(own)]]),
    doubt: (value, steps) =>
      own.project !== undefined && own.projects === undefined && isPerhapsProject(value, steps)
        ? unknownProject
        : undefined,
    of: (value, steps) => {
      const typedMeanings = names.filter((name) => matches(name, value)).map(meaning);
      const all = [
        ...typedMeanings,
        ...(isByChance(value, typedMeanings) ? [constantNumber] : []),
        ...ownMeanings(value, steps, own),
        ...modeMeanings(value, typed),
      ];
      return withoutForeign(all);
    },
  };
}

const unknownProject =
  "This may be the project, and no recorded answer lists projects: record choosing the project too, or write a constant, or what the node needs, such as {project}.";

function membersOf({ projects, members }: OwnValues): [string, Meaning][] {
  return projects === undefined ? [] : projectTexts(projects, members);
}

const constantNumber: Meaning = { words: "a constant number", sends: "constant" };

/** Texts are sent as texts: a number that has the digits of a typed text can be a constant. */
function isByChance(value: string | number | boolean, meanings: readonly Meaning[]): boolean {
  return typeof value === "number" && meanings.some(({ sends }) => typeof sends === "object");
}

/** A value that the operation sends explains it better than one that it does not have. */
function withoutForeign(meanings: readonly Meaning[]): readonly Meaning[] {
  const known = meanings.filter(({ sends }) => sends !== "foreign");
  if (known.length === 0) return meanings.slice(0, 1);
  return known.every(({ sends }) => sends === "constant") ? meanings : known;
}

function projectText({ projects }: OwnValues): Meaning {
  return { words: "the project's name", sends: { value: projects === undefined ? "project" : "projectName" } };
}

function ownMeanings(value: string | number | boolean, steps: readonly string[], own: OwnValues): readonly Meaning[] {
  const { connectionIds, invitationCode, projects, project, members } = own;
  if (connectionIds?.has(String(value))) return [{ words: "the connection's id", sends: { value: "connectionId" } }];
  if (invitationCode !== undefined && withoutBreaks(String(value)) === withoutBreaks(invitationCode))
    return [{ words: "the invitation code", sends: { value: "invitationCode" } }];
  return project === undefined ? [] : projectMeanings(value, steps, projects, project, members);
}

/** The mode stays as recorded: the tasks refuse another one. */
function modeMeanings(value: string | number | boolean, { mode }: TypedValues): Meaning[] {
  const isMode = typeof value === "string" && value.toLowerCase() === mode;
  return isMode ? [{ words: "the configuration mode", sends: "constant" }] : [];
}
