import type { JsonObject } from "../core/json.ts";
import { Turns } from "../core/turns.ts";
import { mergePatchBetween } from "../exalate/profile/merge-patch.ts";
import { defaultNodeApi, type NodeApi, type Operation } from "../exalate/profile/node-api.ts";
import type { OperationName } from "../exalate/profile/operations.ts";
import { nodeApiWith } from "../exalate/profile/overrides.ts";
import { type Spellings, words } from "../exalate/profile/spellings.ts";
import type { Candidate } from "./candidate.ts";
import { candidatesOf } from "./candidates.ts";
import { type Choice, chooseCandidates } from "./choose-candidates.ts";
import { type ApiDescription, type DescribedCall, pathOf } from "./description.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { refusalPlace } from "./read-description.ts";
import { quoted } from "./request-differences.ts";
import { type TokenFinding, tokenFinding } from "./token-difference.ts";

/** A profile that fits a node's description, and what is uncertain about it. */
export interface Proposal {
  readonly api: NodeApi;
  /** Whether it differs from the profile that was compared. */
  readonly isChange: boolean;
  /** The complete API overrides for the service connection; undefined when none are needed. */
  readonly overrides: JsonObject | undefined;
  /** What a person has to decide or fill in: one sentence each, which begins with the operation. */
  readonly edits: readonly string[];
  /** What a person must know about it, in the same form. */
  readonly cautions: readonly string[];
  /** The candidates for each operation that does not fit. */
  readonly choices: readonly Choice[];
  /** The comparison of the proposed profile with the description. */
  readonly findings: readonly Finding[];
}

/**
 * Proposes a profile for a node. Operations that fit are kept, others use the best matching call, and operations
 * without a matching call are marked as unavailable. `known` are operations that work although they are not described.
 * Raises EXA502 when the result does not fit the profile's schema, and the errors of `turns`.
 */
export async function proposalFor(
  api: NodeApi,
  description: ApiDescription,
  findings: readonly Finding[],
  known: readonly OperationName[] = [],
  turns: Turns = new Turns(),
): Promise<Proposal> {
  const open = findings.filter(
    ({ verdict, name }) => verdict !== "fits" && verdict !== "unavailable" && !known.includes(name),
  );
  const choices = chooseCandidates(await candidatesFor(api, description, findings, open, turns));
  const calls = callsOf(findings, choices);
  const token = tokenFinding(api, description, calls);
  const refusal = refusalPlace(api, calls) ?? api.refusal;
  const target = { ...targetOf(api, description, choices, token), refusal };
  const overrides = mergePatchBetween(asJson(defaultNodeApi), asJson(target));
  const checked = overrides === undefined ? defaultNodeApi : await nodeApiWith(JSON.stringify(overrides));
  return {
    api: checked,
    isChange: mergePatchBetween(asJson(api), asJson(target)) !== undefined,
    overrides,
    edits: [
      ...choices.flatMap((choice) => editsOf(choice, api.operations[choice.name]?.optional === true)),
      ...tokenEdits(token),
    ],
    cautions: choices.flatMap(({ name, chosen }) => (chosen?.cautions ?? []).map((caution) => `${name}: ${caution}`)),
    choices,
    findings: findingsOf(checked, description),
  };
}

function asJson(api: NodeApi): JsonObject {
  return JSON.parse(JSON.stringify(api));
}

async function candidatesFor(
  api: NodeApi,
  { calls }: ApiDescription,
  findings: readonly Finding[],
  open: readonly Finding[],
  turns: Turns,
) {
  const fitting = new Set(findings.filter((each) => !open.includes(each)).map(({ call }) => call));
  const free = calls.filter((call) => !fitting.has(call));
  const candidates = new Map<OperationName, Candidate[]>();
  for (const { name, operation } of open)
    candidates.set(name, await candidatesOf({ name, operation, path: pathOf(api, operation) }, free, turns));
  return candidates;
}

/** The calls that need a session with the proposed profile. */
function callsOf(findings: readonly Finding[], choices: readonly Choice[]): DescribedCall[] {
  const calls = choices.map(({ chosen }) => chosen?.call);
  const fitting = findings
    .filter(({ verdict, name }) => verdict === "fits" && name !== "authenticate")
    .map(({ call }) => call);
  return [...fitting, ...calls].filter((call) => call !== undefined);
}

function targetOf(
  api: NodeApi,
  description: ApiDescription,
  choices: readonly Choice[],
  { verdict, wanted }: TokenFinding,
): NodeApi {
  const candidates = choices.map(({ chosen }) => chosen).filter((each) => each !== undefined);
  const entries = Object.entries(api.operations) as [OperationName, Operation][];
  const whole = entries.map(([name, operation]): [OperationName, Operation] => {
    const choice = choices.find((each) => each.name === name);
    if (choice === undefined) return [name, { ...operation, path: pathOf(api, operation) }];
    const { chosen } = choice;
    return [name, chosen ? chosen.operation : { ...operation, path: pathOf(api, operation), unavailable: true }];
  });
  const used = whole.filter(([, { unavailable }]) => unavailable !== true).map(([, { path }]) => path);
  const basePath = sharedBase(used, [api.basePath, description.basePath]);
  return {
    ...api,
    ...(verdict === "differs" && wanted && { tokenHeader: wanted.header, tokenPrefix: wanted.prefix }),
    basePath,
    spellings: spellingsWith(api.spellings, candidates),
    operations: Object.fromEntries(whole.map(([name, operation]) => [name, below(basePath, api, operation)])),
  };
}

/** The first of some base paths that is a prefix of every path; else "". */
function sharedBase(paths: readonly string[], bases: readonly string[]): string {
  const valid = bases.filter((base) => /^(\/[A-Za-z0-9._~-]+)*$/.test(base));
  return valid.find((base) => paths.every((path) => path.startsWith(`${base}/`))) ?? "";
}

/** The operation with its path below `basePath`. An unavailable operation can keep its path below the old one. */
function below(basePath: string, { basePath: before }: NodeApi, operation: Operation): Operation {
  const from = operation.unavailable === true && !operation.path.startsWith(`${basePath}/`) ? before : basePath;
  return { ...operation, path: operation.path.slice(from.length) };
}

/** The spellings that differ from Exalate's own. */
function spellingsWith(today: Spellings, candidates: readonly Candidate[]): Spellings {
  const entries = (["mode", "status"] as const).flatMap((vocabulary) => {
    const found = Object.assign(
      {},
      today[vocabulary],
      ...candidates.map(({ spellings }) => spellings[vocabulary]).reverse(),
    );
    const other = words[vocabulary].filter((word) => (found[word] ?? word) !== word).map((word) => [word, found[word]]);
    return other.length === 0 ? [] : [[vocabulary, Object.fromEntries(other)]];
  });
  return Object.fromEntries(entries);
}

function editsOf({ name, chosen, edits }: Choice, isOptional: boolean): string[] {
  const own = chosen ? chosen.edits : isOptional ? [] : [unavailableEdit];
  return [...edits, ...own].map((edit) => `${name}: ${edit}`);
}

const unavailableEdit =
  "no call of the node looks like it, so it is marked as unavailable; if there is one, write its method and path " +
  'and remove "unavailable"';

function tokenEdits({ verdict, wanted }: TokenFinding): string[] {
  if (verdict !== "differs" || wanted?.isUnsure !== true) return [];
  return [
    `tokenPrefix: if the header ${quoted([wanted.header])} needs a word before the token, write it, as in "Bearer "`,
  ];
}
