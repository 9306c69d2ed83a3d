import { harmless, jsonEscaped } from "../../src/core/text.ts";
import type { Learned } from "../../src/learn/learned.ts";
import { editMark } from "../../src/learn/resolve-call.ts";
import { wrappedTable } from "./table.ts";

/** How the report is shown. */
export interface ReportLayout {
  /** In characters. */
  readonly width: number;
  /** The file that the API overrides were saved to; undefined when they are to be printed. */
  readonly savedTo: string | undefined;
}

const advice =
  "Delete the recordings now: they hold the session of the person who made them, and may hold passwords and codes.";

/** What was learned, as lines for a terminal. The caller must make recorded text harmless and remove secrets. */
export function reportLines(learned: Learned, { width, savedTo }: ReportLayout): string[] {
  const { rows, unseen, edits, remarks } = learned;
  const cells = rows.map(({ name, call, shownBy }) => [name, call, shownBy]);
  return [
    ...(cells.length === 0
      ? ["No call was learned."]
      : wrappedTable([["Operation", "Call", "Shown by"], ...cells], width)),
    ...group(unseen.map(({ name, meaning, howToShow }) => `NOT SEEN ${name}: ${meaning}. ${howToShow}`)),
    ...group(edits.map(({ pointer, what }) => `EDIT ${pointer}: ${what}`)),
    ...group(remarks.map((remark) => `Note: ${remark}`)),
    ...group(overrideLines(learned, savedTo)),
    "",
    conclusionOf(learned),
    advice,
  ];
}

/** The API overrides as text of a JSON file. */
export function overridesText({ overrides }: Learned): string {
  return jsonEscaped(JSON.stringify(overrides, null, 2));
}

/** What was learned, for a program. */
export function reportJson({ overrides, rows, edits, unseen, remarks }: Learned): object {
  return { overrides, operations: rows, edits, notSeen: unseen, remarks };
}

function group(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

function overrideLines(learned: Learned, savedTo: string | undefined): string[] {
  if (savedTo !== undefined) return [`The API overrides were saved to ${harmless(savedTo)}.`];
  return ["API overrides for the service connection:", ...overridesText(learned).split("\n")];
}

function conclusionOf({ edits, overrides }: Learned): string {
  const left = edits.length === 1 ? "1 thing is" : `${edits.length} things are`;
  if (edits.length > 0)
    return `${left} left to edit: see each line that begins with EDIT.${isRefused(overrides) ? refused : ""}`;
  if (Object.keys(overrides).length === 0)
    return "Nothing differs from what the tasks assume: no API overrides are needed.";
  return 'Nothing is left to edit. Paste the overrides into the field "API overrides" of the service connection.';
}

const refused = " The tasks refuse the overrides until then.";

function isRefused(overrides: object): boolean {
  return JSON.stringify(overrides).includes(editMark);
}
