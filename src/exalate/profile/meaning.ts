import { anyOf } from "../../core/text.ts";
import type { NodeApi, Operation, OperationName } from "./node-api.ts";
import { type OperationValues, operationValues } from "./operations.ts";
import { type Spellings, spelledBy, words } from "./spellings.ts";
import type { ProfileProblem } from "./validation.ts";

/** Parts of a profile that fit its schema and yet mean nothing: values that do not exist, words with two meanings. */
export function meaninglessParts({ operations, spellings }: NodeApi): ProfileProblem[] {
  const named = Object.entries(operations) as [OperationName, Operation][];
  return [...named.flatMap(([name, operation]) => operationProblems(name, operation)), ...spellingProblems(spellings)];
}

function operationProblems(name: OperationName, operation: Operation): ProfileProblem[] {
  const known = operationValues[name];
  const { path, query, body, result, item, unavailable } = operation;
  const at = `/operations/${name}`;
  return [
    ...textsIn({ path, query, body }, at).flatMap((text) => unknownPlaceholders(name, text)),
    ...(["result", "item"] as const).flatMap((part) =>
      unknownNames(`${at}/${part}`, { result, item }[part], known[part]),
    ),
    ...(unavailable === true ? [] : unsentValues(name, known, { path, query, body })),
  ];
}

interface PlacedText {
  readonly pointer: string;
  readonly text: string;
}

function textsIn(template: unknown, pointer: string): PlacedText[] {
  if (typeof template === "string") return [{ pointer, text: template }];
  if (typeof template !== "object" || template === null) return [];
  return Object.entries(template).flatMap(([name, inner]) => textsIn(inner, `${pointer}/${escapeStep(name)}`));
}

function escapeStep(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name = ""]) => name);
}

function unknownPlaceholders(name: OperationName, { pointer, text }: PlacedText): ProfileProblem[] {
  const { sends } = operationValues[name];
  return placeholdersIn(text)
    .filter((value) => !sends.includes(value))
    .map((value) => ({ pointer, problem: `{${value}} is no value that ${name} sends; it sends ${anyOf(sends)}.` }));
}

function unknownNames(pointer: string, sources: object | undefined, known: readonly string[]): ProfileProblem[] {
  return Object.keys(sources ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer: `${pointer}/${escapeStep(name)}`, problem: unknownName(known) }));
}

function unknownName(known: readonly string[]): string {
  return known.length === 0 ? "Nothing is read here." : `This is no value that is read here; there is ${anyOf(known)}.`;
}

/** Without its id a connection could not be deleted, or worse, others would be. */
function unsentValues(name: OperationName, { needs }: OperationValues, templates: object): ProfileProblem[] {
  const sent = new Set(textsIn(templates, "").flatMap(({ text }) => placeholdersIn(text)));
  return needs
    .filter((value) => !sent.has(value))
    .map((value) => ({ pointer: `/operations/${name}`, problem: `Nothing sends {${value}}.` }));
}

/** What the node says must be understood in one way only. */
function spellingProblems(spellings: Spellings): ProfileProblem[] {
  return (["mode", "status"] as const).flatMap((vocabulary) => {
    const given = spellings[vocabulary];
    const spelled = (word: string) => spelledBy(given, word).trim().toLowerCase();
    return Object.keys(given ?? {}).flatMap((word) => {
      const other = words[vocabulary].find((each) => each !== word && spelled(each) === spelled(word));
      if (other === undefined) return [];
      return [{ pointer: `/spellings/${vocabulary}/${word}`, problem: `${other} is spelled in the same way.` }];
    });
  });
}
