import { harmless, jsonEscaped, singleLine } from "../core/text.ts";
import type { ApiCheck } from "./check-api.ts";
import { callText, type DescribedCall } from "./description.ts";
import type { Finding } from "./finding.ts";
import type { SignIn } from "./sign-in.ts";

/**
 * The check of a node's API as lines for a terminal or a log: the facts, one row per operation, what differs and the
 * candidates for what is not described, the API overrides to paste, what to fill in, and the verdict with the next step. The
 * node's texts are made harmless; the caller must remove secrets.
 */
export function reportLines(check: ApiCheck): string[] {
  return [
    ...factLines(check),
    "",
    ...tableLines([heading, ...rowsOf(check)]),
    ...check.findings.flatMap(detailLines),
    ...proposalLines(check),
    "",
    conclusionOf(check),
  ];
}

function factLines(check: ApiCheck): string[] {
  return tableLines([
    ["Node", nodeText(check)],
    ["Profile", check.api.id],
    ["Sign-in", signInText(check.signIn)],
    ["Description", descriptionText(check)],
  ]);
}

/** The node; a description in a file is checked without asking one. */
export function nodeText({ nodeUrl }: ApiCheck): string {
  return nodeUrl.protocol === "file:" ? "not asked" : nodeUrl.href;
}

/** The result of signing in, in a few words. */
export function signInText(signIn: SignIn): string {
  if (signIn.outcome === "refused") return singleLine(signIn.failure.message);
  const texts = {
    "not tried": "not tried, because there is no credential",
    exchanged: "the credential was exchanged for a session",
    "not needed": "not needed: the credential is the session itself, and the node accepts it",
    "not proven": "not needed: the credential is the session itself; whether the node accepts it was not seen",
  };
  return texts[signIn.outcome];
}

/** The node's description, in a few words. */
export function descriptionText({ described, needsSession }: ApiCheck): string {
  if (described === undefined)
    return `none found${needsSession ? "; the node shows it to signed-in callers only" : ""}`;
  const { url, description } = described;
  return harmless(
    `${description.format} "${description.title}", ${description.calls.length} calls, at ${url.pathname}`,
  );
}

/** The names of the columns of {@link rowsOf}. */
export const heading = ["Operation", "Call", "How known", "Needed", "Verdict", "What the node says"];

/** The cells of the table: one row per operation, and one each for the session token's header and the base path. */
export function rowsOf({ findings, token, api, basePath }: ApiCheck): string[][] {
  const sent = `${api.tokenHeader}${api.tokenPrefix === "" ? "" : ` (${api.tokenPrefix.trim()})`}`;
  const wanted = token.ways.map(({ header, prefix = "" }) => harmless(`${header} ${prefix}`)).join(" or ");
  const isMoved = basePath !== api.basePath;
  return [
    ...findings.map((finding) => rowOf(finding, basePath)),
    ["session token", sent, "", "yes", token.verdict, token.verdict === "differs" ? `it wants ${wanted}` : ""],
    ...(isMoved ? [["base path", api.basePath, "", "yes", "differs", `it is ${basePath || "/"}`]] : []),
  ];
}

function rowOf({ name, today, isNeeded, verdict, notes }: Finding, basePath: string): string[] {
  const call = callText({ ...today, path: today.path.slice(basePath.length) });
  const said = verdict === "not described" ? ["kept as in the profile"] : notes.remarks.map(harmless);
  return [name, call, today.evidence, isNeeded ? "yes" : "no", verdict, said.join("; ")];
}

function tableLines(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = rows[0]?.map((_, column) => width(column)) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** What differs, and what a person should look at, for an operation whose call is not as in the profile. */
export function detailLines({ name, verdict, notes, candidates }: Finding): string[] {
  if (verdict === "differs") return ["", `${name} differs:`, ...notes.differences.map((each) => `  ${harmless(each)}`)];
  if (verdict !== "not described") return [];
  if (candidates.length === 0) return ["", `${name} is not described, and no call of the node looks like it.`];
  const lines = candidates.map((call) => `  ${candidateText(call)}`);
  return ["", `${name} is not described. Calls that it could be:`, ...lines];
}

/** A candidate as `METHOD /path: summary`. */
export function candidateText(call: DescribedCall): string {
  const summary = call.summary || call.operationId;
  return harmless(`${callText(call)}${summary === "" ? "" : `: ${summary}`}`);
}

/** The sentence before the proposed API overrides. */
export function overridesTitle({ proposal }: ApiCheck): string {
  const rest =
    proposal.edits.length === 0 ? "Paste all of this into" : "Fill in each {EDIT}, then paste all of this into";
  return `API overrides for what is certain. ${rest} "API overrides" of the service connection:`;
}

function proposalLines(check: ApiCheck): string[] {
  const { overrides, isChange, edits } = check.proposal;
  if (overrides === undefined || !isChange) return [];
  const editLines = edits.length === 0 ? [] : ["", ...editTexts(check)];
  return ["", overridesTitle(check), "", ...overridesText(overrides).split("\n"), ...editLines];
}

/** What a person must fill in, one line each, which names the place in the API overrides. */
export function editTexts({ proposal }: ApiCheck): string[] {
  return proposal.edits.map(({ pointer, why }) => harmless(`EDIT ${pointer}: ${why}.`));
}

/** API overrides as JSON that the agent cannot mistake for a command. */
export function overridesText(overrides: object): string {
  const json = JSON.stringify(overrides, null, 2).replace(/\[\n\s*("(?:[^"\\]|\\.)*")\n\s*\]/g, "[$1]");
  return json
    .split("\n")
    .map((line) => singleLine(jsonEscaped(line)))
    .join("\n");
}

const otherWay = 'record the calls of the node\'s console in a browser and run "npm run learn" (docs/node-api.md)';

/** The verdict and the next step, in a few sentences. */
export function conclusionOf(check: ApiCheck): string {
  const { findings, token, described, outcome, signIn, basePath, api } = check;
  if (described === undefined) return `Cannot be told: no description of the node's API was found. Next: ${otherWay}.`;
  const needed = findings.filter(({ isNeeded }) => isNeeded);
  if (outcome === "cannot be told" && signIn.outcome === "refused")
    return `Cannot be told: the description fits, but the sign-in failed (${signIn.failure.code}). Next: correct what the line "Sign-in" says, and run the doctor again.`;
  const without = needed.filter(({ verdict }) => verdict === "unavailable").map(({ name }) => name);
  if (outcome === "holds")
    return `Every operation that the tasks need fits what the node describes${exceptFor(without)}.${unprovenText(signIn)}`;
  const unfit = needed.filter(({ verdict }) => verdict !== "fits").map(({ name }) => name);
  const all = [
    ...unfit,
    ...(token.verdict === "differs" ? ["the header of the session token"] : []),
    ...(basePath === api.basePath ? [] : ["the base path"]),
  ];
  return `Does not fit what the node describes: ${all.join(", ")}. Next: ${nextStep(check)}.`;
}

function unprovenText({ outcome }: SignIn): string {
  return outcome === "not tried" || outcome === "not proven" ? " The credential was not checked." : "";
}

function exceptFor(names: readonly string[]): string {
  return names.length === 0 ? "" : `, except ${names.join(", ")}, which the API overrides mark as unavailable`;
}

/** Overrides help only if every needed operation is then known. */
function nextStep({ findings, proposal }: ApiCheck): string {
  const isKnown = findings.every(({ isNeeded, verdict }) => !isNeeded || verdict === "fits" || verdict === "differs");
  if (!proposal.isChange || !isKnown) return otherWay;
  return `use the API overrides above, or ${otherWay}`;
}
