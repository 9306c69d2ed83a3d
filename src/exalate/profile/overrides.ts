import { Failure } from "../../core/failure.ts";
import { isObject, jsonOrUndefined } from "../../core/json.ts";
import { harmless } from "../../core/text.ts";
import { mergePatch } from "./merge-patch.ts";
import { defaultNodeApi, type NodeApi } from "./node-api.ts";
import { nodeApiPage } from "./remedy.ts";

/**
 * The default profile with a service connection's API overrides merged into it (JSON merge patch, RFC 7396). Raises
 * EXA501 when the text is not a JSON object, and EXA502, with the JSON pointer, when the result does not fit the
 * schema.
 */
export async function nodeApiWith(overrides: string | undefined): Promise<NodeApi> {
  if (overrides === undefined || overrides.trim() === "") return defaultNodeApi;
  const patch = parseOverrides(overrides);
  if (isDeeperThan(mostLevels, patch)) throw unfit(`: they have more than ${mostLevels} nested levels.`);
  const merged = mergePatch(defaultNodeApi, patch);
  await validate(merged);
  return merged as NodeApi;
}

/** No request body is nested deeper. Code that reads overrides recursively relies on this limit. */
const mostLevels = 50;

/** Works level by level, because recursion could overflow the stack. */
function isDeeperThan(levels: number, document: unknown): boolean {
  let objects = [document].filter(isNested);
  for (let level = 0; level < levels && objects.length > 0; level += 1) {
    objects = objects.flatMap((each) => Object.values(each)).filter(isNested);
  }
  return objects.length > 0;
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

const correctOverrides = `Correct "API overrides" of the service connection; see ${nodeApiPage}.`;

function parseOverrides(text: string): object {
  const parsed = jsonOrUndefined(text);
  if (isObject(parsed)) return parsed;
  throw new Failure(
    "EXA501",
    'The service connection\'s "API overrides" are not a JSON object.',
    `${correctOverrides} An empty field means no overrides.`,
  );
}

/** Loads the validator only here, because few service connections have overrides. */
async function validate(candidate: unknown): Promise<void> {
  const { profileProblems } = await import("./validation.ts");
  const first = profileProblems(candidate)[0];
  if (first === undefined) return;
  throw unfit(` at ${harmless(first.pointer)}: ${harmless(first.problem)}`);
}

function unfit(how: string): Failure {
  return new Failure("EXA502", `The service connection's "API overrides" do not fit${how}`, correctOverrides);
}
