import { Failure } from "../../core/failure.ts";
import { harmless } from "../../core/text.ts";
import profile from "./node-api.json";
import type { Spellings } from "./spellings.ts";

/** How an operation of the node's REST API is known. */
export type Evidence = "documented" | "observed" | "assumed";

/** For each domain value, where it may stand in an answer: JSON pointers or `header:Name`, the first that is there. */
export type Sources = Readonly<Record<string, readonly string[]>>;

/** One call of the node's REST API, as data; see `node-api.schema.json`. */
export interface Operation {
  readonly evidence: Evidence;
  readonly source?: string;
  readonly optional?: boolean;
  /** The node has no such call. */
  readonly unavailable?: boolean;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly result?: Sources;
  readonly item?: Sources;
}

/** The domain names of the operations. */
export type OperationName =
  | "authenticate"
  | "listConnections"
  | "searchProjects"
  | "describeDestination"
  | "initiateConnection"
  | "readInvitation"
  | "acceptInvitation"
  | "deleteConnection";

/** The node API profile: the only knowledge of paths, headers and fields. */
export interface NodeApi {
  readonly id: string;
  readonly basePath: string;
  readonly tokenHeader: string;
  /** What stands before the token in that header, such as `Bearer ` with its space. */
  readonly tokenPrefix: string;
  /** Words that the node spells otherwise. */
  readonly spellings: Spellings;
  /** Where a refusal says its reason. */
  readonly refusal: Sources;
  readonly operations: Readonly<Partial<Record<OperationName, Operation>>>;
}

/** The profile that comes with the extension. */
export const defaultNodeApi: NodeApi = profile as NodeApi;

/**
 * The profile with a service connection's API overrides merged over it (JSON merge patch, RFC 7396).
 * Raises EXA501 when the text is no JSON object, and EXA502, with the JSON pointer, when the result does not fit the
 * profile's schema.
 */
export async function nodeApiWith(overrides: string | undefined): Promise<NodeApi> {
  if (overrides === undefined || overrides.trim() === "") return defaultNodeApi;
  const patch = parseOverrides(overrides);
  if (isDeeperThan(deepest, patch)) throw unfit(`: they are nested more than ${deepest} levels deep.`);
  const merged = mergePatch(profile, patch);
  await validate(merged);
  return merged as NodeApi;
}

/** No body of a request is nested as deep; whatever reads overrides level by level can rely on it. */
const deepest = 50;

/** Level by level, since a recursion ends where the stack does. */
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

const whereOverridesAre =
  'Correct "API overrides" of the service connection; see docs/node-api.md in the extension\'s repository.';

function parseOverrides(text: string): object {
  const parsed = parseJson(text);
  if (isObject(parsed)) return parsed;
  throw new Failure(
    "EXA501",
    'The service connection\'s "API overrides" are not a JSON object.',
    `${whereOverridesAre} An empty field means no overrides.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON merge patch (RFC 7396): null removes, objects merge, anything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

/** The validator is loaded only here, since few service connections have overrides. */
async function validate(candidate: unknown): Promise<void> {
  const { profileProblems } = await import("./validation.ts");
  const first = profileProblems(candidate)[0];
  if (first === undefined) return;
  throw unfit(` at ${harmless(first.pointer)}: ${harmless(first.problem)}`);
}

function unfit(how: string): Failure {
  return new Failure("EXA502", `The service connection's "API overrides" do not fit${how}`, whereOverridesAre);
}
