import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type ProcessResult, runWithoutNetwork, TestFolder } from "../learn/command.ts";
import { destinationUrlOf, entered, type RecordingFiles } from "./recording-files.ts";

/** What `npm run learn` printed and saved. */
export interface LearnedFromRecordings extends ProcessResult {
  /** The lines that begin with EDIT. */
  readonly edits: readonly string[];
  /** The saved API overrides. */
  readonly overrides: string;
}

/** Runs `npm run learn` on a pair of recordings, with the values that the person entered and without a network. */
export async function learnFromRecordings(files: RecordingFiles): Promise<LearnedFromRecordings> {
  const folder = new TestFolder();
  try {
    const saved = folder.path("overrides.json");
    const options = { ...enteredOptions(files), initiating: files.initiating, accepting: files.accepting, save: saved };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const result = await runWithoutNetwork("tools/learn/main.ts", args);
    const edits = result.stdout.split("\n").filter((line) => line.startsWith("EDIT "));
    return { ...result, edits, overrides: readFileSync(saved, "utf8") };
  } finally {
    folder.remove();
  }
}

function enteredOptions(files: RecordingFiles): Record<string, string> {
  return {
    "destination-url": destinationUrlOf(files),
    "local-short-name": entered.localShortName,
    "destination-short-name": entered.destinationShortName,
    description: entered.description,
    project: entered.project,
    "accepting-project": entered.acceptingProject,
  };
}

/** The overrides that were learned from the kept recordings of a kind of server, as they are kept too. */
export function keptOverrides(kindName: string): string {
  return readFileSync(keptOverridesFile(kindName), "utf8");
}

/** The file of {@link keptOverrides}. */
export function keptOverridesFile(kindName: string): string {
  return fileURLToPath(new URL(`${kindName}/learned.overrides.json`, import.meta.url));
}
