import { type JsonObject, objectOf } from "../core/json.ts";
import { pointerSteps, pointerTo } from "../core/json-pointer.ts";
import { mergePatch, mergePatchBetween } from "../exalate/profile/merge-patch.ts";
import { defaultNodeApi } from "../exalate/profile/node-api.ts";
import { type OperationName, operationNames } from "../exalate/profile/operations.ts";
import { profileProblems } from "../exalate/profile/validation.ts";
import { basePathOf, nodeIds, pathShift } from "./base-path.ts";
import { callText, editsOf, operationJson, type PathOf, recordedKnowledge } from "./call-json.ts";
import { fitsProfile } from "./fits-profile.ts";
import type { Edit, Learned, LearnedOperation } from "./learned.ts";
import type { NodeRecording } from "./node-recording.ts";
import { withNameAsProject } from "./project-value.ts";
import { editMark } from "./resolve-call.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { sessionOverrides } from "./session-overrides.ts";
import { statusSpellings } from "./status-spellings.ts";
import type { StatusSeen } from "./statuses.ts";
import { missingOperations, unseenOperations } from "./unseen.ts";

/** Everything that was found in the recordings. */
export interface Findings {
  readonly seen: ReadonlyMap<OperationName, SeenOperation>;
  readonly initiating: NodeRecording;
  readonly accepting: NodeRecording | undefined;
  readonly status: StatusSeen | undefined;
  readonly remarks: readonly string[];
}

/** The overrides of what was found, with everything that a person should know. */
export function assembled(findings: Findings): Learned {
  const calls = learnedCalls(findings);
  const spelled = statusSpellings(findings.status);
  const isSameCalls = calls.differing.length === 0 && Object.keys(spelled.members).length === 0;
  const session = sessionOverrides(sessionOf(findings), isSameCalls);
  const isAsProfile = isSameCalls && isProfileSession(session.members) && calls.isOwnBase;
  const seen = new Set<OperationName>(calls.operations.map(({ name }) => name));
  const situation = { isAsProfile, isKey: session.isKey, hasAccepting: findings.accepting !== undefined };
  const missing = missingOperations(seen, situation);
  const unseen = unseenOperations(seen, situation);
  const others = { ...unseen.operations, ...missing.operations };
  const overrides = overridesOf(calls, { ...session.members, spellings: spelled.members }, others);
  const edits = [
    ...calls.differing.flatMap(editsOf),
    ...nodeIdEdits(calls),
    ...session.edits,
    ...spelled.edits,
    ...missing.edits,
  ];
  const said = [...findings.remarks, ...otherProduct(findings), ...calls.differing.flatMap(remarksOf)];
  return {
    rows: calls.operations.map(rowOf),
    edits: edits.length > 0 ? edits : misfits(overrides),
    unseen: unseen.shown,
    remarks: [...new Set([...session.remarks, ...spelled.remarks, ...said])],
    overrides,
  };
}

/** The calls that were seen, and how they differ from the profile's. */
interface LearnedCalls {
  readonly operations: readonly SeenOperation[];
  readonly differing: readonly SeenOperation[];
  readonly base: readonly string[];
  /** Whether the base path ends as the profile's does. */
  readonly isOwnBase: boolean;
  readonly pathOf: PathOf;
}

function learnedCalls(findings: Findings): LearnedCalls {
  const operations = seenOperations(findings);
  const pathOf = pathsOf(findings);
  const paths = operations.flatMap((each) => [...each.chain.before, each.chain.own].map((call) => pathOf(each, call)));
  const base = basePathOf(paths);
  const isOwnBase = endsWith(base, pointerSteps(defaultNodeApi.basePath));
  const differing = operations.filter((each) => !isOwnBase || !fitsProfile(each, pathOf(each, each.chain.own)));
  return { operations, differing, base, isOwnBase, pathOf };
}

function overridesOf(
  { operations, differing, base, pathOf }: LearnedCalls,
  members: object,
  others: object,
): JsonObject {
  const below: PathOf = (seen, call) => pathOf(seen, call).slice(base.length);
  const agreeing = operations.filter((each) => !differing.includes(each));
  const kept = agreeing.map((each) => [
    each.name,
    { ...defaultNodeApi.operations[each.name], ...recordedKnowledge(each) },
  ]);
  const written = differing.map((each) => [each.name, withProfileMembers(each, operationJson(each, below))]);
  const wanted = {
    ...defaultNodeApi,
    ...members,
    ...(operations.length === 0 ? {} : { basePath: pointerTo(base) }),
    operations: { ...defaultNodeApi.operations, ...others, ...Object.fromEntries([...kept, ...written]) },
  };
  return mergePatchBetween(plain(defaultNodeApi), plain(wanted)) ?? {};
}

function plain(value: object): JsonObject {
  return objectOf(JSON.parse(JSON.stringify(value)));
}

function endsWith(path: readonly string[], end: readonly string[]): boolean {
  return path.slice(-end.length).join("/") === end.join("/");
}

function isProfileSession({
  tokenHeader = defaultNodeApi.tokenHeader,
  tokenPrefix = defaultNodeApi.tokenPrefix,
}: JsonObject): boolean {
  return tokenHeader === defaultNodeApi.tokenHeader && tokenPrefix === defaultNodeApi.tokenPrefix;
}

/** In the order of the operations, without those of a node with another API. */
function seenOperations(findings: Findings): SeenOperation[] {
  const { seen, accepting, initiating } = findings;
  const isOther = shiftOf(findings) === undefined;
  const usable = [...seen.values()].filter(({ recording }) => !isOther || recording !== accepting);
  const named = initiating.members.places.projectKey === undefined ? usable.map(withNameAsProject) : usable;
  const ordered = operationNames.flatMap((name) => named.filter((each) => each.name === name));
  return ordered.map((each) => (each.name === "initiateConnection" ? withCodePlace(each, ordered) : each));
}

/** Without the code, initiating is of no use. */
function withCodePlace(initiate: SeenOperation, all: readonly SeenOperation[]): SeenOperation {
  const { result, earlierResults, problems = [] } = initiate;
  const isEarlier = [...(earlierResults?.values() ?? [])].some(({ invitationCode }) => invitationCode !== undefined);
  const isKnown = result.invitationCode !== undefined || isEarlier || all.some(({ name }) => name === "readInvitation");
  if (isKnown || problems.some(({ steps }) => steps[1] === "invitationCode")) return initiate;
  const what =
    'No recorded answer surely has the invitation code: record initiating and accepting of one connection, or write its place, such as ["/invitationCode"].';
  return { ...initiate, problems: [...problems, { steps: ["result", "invitationCode", "0"], what }] };
}

function shiftOf({ initiating, accepting }: Findings): ReturnType<typeof pathShift> {
  const [own, other] = [initiating.list?.showing.segments, accepting?.list?.showing.segments];
  return own === undefined || other === undefined ? { drop: 0, add: [] } : pathShift(own, other);
}

/** The paths of both recordings as the initiating one has them: with its beginning, in which a value may be open. */
function pathsOf(findings: Findings): PathOf {
  const shift = shiftOf(findings);
  const list = findings.seen.get("listConnections");
  const beginning = (list?.recording === findings.initiating ? list.chain.own.segments : shift?.add) ?? [];
  const ids = nodeIdsOf(findings);
  return ({ recording }, { segments }) => {
    const isShifted = recording === findings.accepting && shift !== undefined;
    const own = isShifted ? [...beginning.slice(0, shift.add.length), ...segments.slice(shift.drop)] : segments;
    return own.map((segment) => (ids.has(segment) ? editMark : segment));
  };
}

function nodeIdsOf({ initiating, accepting }: Findings): ReadonlySet<string> {
  const [own, other] = [initiating.list?.showing.segments, accepting?.list?.showing.segments];
  return own === undefined || other === undefined ? new Set() : nodeIds(own, other);
}

/** The places with an id that differs between the two nodes. */
function nodeIdEdits({ differing, base, pathOf }: LearnedCalls): Edit[] {
  const what = "The two nodes have different ids here: write the id of the node that the service connection is for.";
  if (base.includes(editMark)) return [{ pointer: "/basePath", what }];
  return differing.flatMap((each) =>
    [...each.chain.before, each.chain.own].flatMap((call, at) => {
      const isOwn = call === each.chain.own;
      const isMarked = pathOf(each, call).includes(editMark) && !call.segments.includes(editMark);
      return isMarked ? [{ pointer: `/operations/${each.name}/${isOwn ? "" : `before/${at}/`}path`, what }] : [];
    }),
  );
}

function sessionOf({ initiating, accepting }: Findings) {
  return initiating.session.header === undefined && accepting?.session.header !== undefined
    ? accepting.session
    : initiating.session;
}

/** An operation that a run can do without stays so. */
function withProfileMembers({ name, problems = [] }: SeenOperation, json: JsonObject): JsonObject {
  const { optional } = defaultNodeApi.operations[name] ?? {};
  const isOpenPath = problems.some(({ steps, isOpen }) => isOpen === true && steps[0] === "path");
  return { ...json, ...(optional === undefined ? {} : { optional }), ...(isOpenPath ? { path: `/${editMark}` } : {}) };
}

function rowOf(operation: SeenOperation): LearnedOperation {
  return { name: operation.name, call: callText(operation), shownBy: operation.shownBy };
}

function remarksOf({ name, chain, remarks = [] }: SeenOperation): string[] {
  const own = [...chain.before, chain.own].flatMap((call) => call.remarks);
  return [...own.map((remark) => `${name}: ${remark}`), ...chain.remarks, ...remarks];
}

function otherProduct(findings: Findings): string[] {
  return shiftOf(findings) === undefined
    ? [
        "The two recordings are of nodes with different APIs: the overrides are for the initiating one. Learn the other one from a recording of initiating there.",
      ]
    : [];
}

/** Places where the overrides do not fit the profile's rules. */
function misfits(overrides: JsonObject): Edit[] {
  return profileProblems(mergePatch(defaultNodeApi, overrides)).map(({ pointer, problem }) => ({
    pointer,
    what: `What was recorded does not fit here: ${problem} Write what the node needs.`,
  }));
}
