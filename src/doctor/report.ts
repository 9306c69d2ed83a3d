import { harmless, jsonEscaped, singleLine } from "../core/text.ts";
import type { Candidate } from "./candidate.ts";
import type { ApiCheck, SignIn } from "./check-api.ts";
import type { Choice } from "./choose-candidates.ts";
import { callText } from "./description.ts";
import type { Finding } from "./finding.ts";
import type { Proposal } from "./proposal.ts";

/**
 * The check of a node's API as lines for a terminal or a log: the facts, one row per operation, the candidates for each
 * operation that does not fit, the API overrides to paste, and what to decide about them. The node's texts are made
 * harmless; the caller must remove secrets.
 */
export function reportLines(check: ApiCheck): string[] {
  return [
    ...factLines(check),
    "",
    ...tableLines([heading, ...rowsOf(check)]),
    ...candidateLines(check),
    ...proposalLines(check),
    "",
    conclusionOf(check),
  ];
}

function factLines(check: ApiCheck): string[] {
  return tableLines([
    ["Node", check.nodeUrl.href],
    ["Profile", check.api.id],
    ["Sign-in", signInText(check.signIn)],
    ["Description", descriptionText(check)],
  ]);
}

/** The result of signing in, in a few words. */
export function signInText(signIn: SignIn): string {
  if (signIn.outcome === "refused") return harmless(signIn.failure.message);
  const texts = {
    "not tried": "not tried, because there is no credential",
    exchanged: "the credential was exchanged for a session",
    "not needed": "not needed: the credential is an Exalate JWT",
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

const heading = ["Operation", "Call", "How known", "Needed", "Verdict", "What the node says"];

/** The cells of the table: one row per operation and one for the session token's header. */
export function rowsOf({ findings, token, api }: ApiCheck): string[][] {
  const sent = `${api.tokenHeader}${api.tokenPrefix === "" ? "" : ` (${api.tokenPrefix.trim()})`}`;
  const wanted =
    token.verdict === "differs" && token.wanted
      ? `it wants ${harmless(`${token.wanted.header} ${token.wanted.prefix}`)}`
      : "";
  return [...findings.map(rowOf), ["session token", sent, "", "yes", token.verdict, wanted]];
}

function rowOf(finding: Finding): string[] {
  const { name, operation, evidence, isNeeded, verdict, differences, remarks } = finding;
  const said = [...differences, ...remarks].map(harmless).join("; ");
  return [name, callText(operation), evidence, isNeeded ? "yes" : "no", verdict, said];
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

function candidateLines({ proposal }: ApiCheck): string[] {
  return (proposal?.choices ?? []).flatMap((choice) => ["", ...linesOfChoice(choice)]);
}

function linesOfChoice({ name, candidates }: Choice): string[] {
  if (candidates.length === 0) return [`${name}: no call of the node looks like it, so it is marked as unavailable.`];
  return [`${name}: the most similar calls of the node`, ...candidates.map(candidateLine)];
}

function candidateLine({ call, score, reasons }: Candidate, index: number): string {
  return `  ${index + 1}. ${harmless(callText(call))} (${Math.round(score)} points): ${reasons.map(harmless).join("; ")}`;
}

function proposalLines({ proposal }: ApiCheck): string[] {
  if (proposal?.overrides === undefined || !proposal.isChange) return [];
  return [
    "",
    'API overrides that fit the description. Paste all of this into "API overrides" of the service connection:',
    "",
    ...overridesText(proposal.overrides).split("\n"),
    ...adviceLines(proposal),
  ];
}

function adviceLines(proposal: Proposal): string[] {
  const advice = adviceOf(proposal);
  return advice.length === 0 ? [] : ["", "Before you use it:", ...advice.map((line) => `  ${line}`)];
}

/** What to decide about a proposal and what to know, one line each. */
export function adviceOf({ edits, cautions }: Proposal): string[] {
  const lines = [...edits.map((edit) => `EDIT ${edit}`), ...cautions.map((caution) => `NOTE ${caution}`)];
  return lines.map((line) => harmless(`${line}.`));
}

/** API overrides as JSON that the agent cannot mistake for a command. */
export function overridesText(overrides: object): string {
  const json = JSON.stringify(overrides, null, 2).replace(/\[\n\s*("(?:[^"\\]|\\.)*")\n\s*\]/g, "[$1]");
  return json
    .split("\n")
    .map((line) => singleLine(jsonEscaped(line)))
    .join("\n");
}

/** The result in one sentence. */
export function conclusionOf({ findings, fits, token, described }: ApiCheck): string {
  if (described === undefined)
    return "The operations could not be checked, because the node's description of its API was not found.";
  const needed = findings.filter(({ isNeeded }) => isNeeded);
  const without = needed.filter(({ verdict }) => verdict === "unavailable").map(({ name }) => name);
  if (fits) return `Every operation that the tasks need fits what the node describes${exceptFor(without)}.`;
  const unfit = needed.filter(({ verdict }) => verdict !== "fits").map(({ name }) => name);
  const all = [...unfit, ...(token.verdict === "differs" ? ["the header of the session token"] : [])];
  return `Does not fit what the node describes: ${all.join(", ")}.`;
}

function exceptFor(names: readonly string[]): string {
  return names.length === 0 ? "" : `, except ${names.join(", ")}, which the API overrides mark as unavailable`;
}
