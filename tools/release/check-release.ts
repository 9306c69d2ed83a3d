import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { overallEnding, runChecks, type Verdict } from "./check.ts";
import type { ReleaseBuild } from "./make-packages.ts";
import type { CheckOptions } from "./options.ts";
import { readLock, readProject } from "./project.ts";
import { releaseChecks, releaseFolder } from "./release-checks.ts";

/** What a check uses of the process. */
export interface Surroundings {
  readonly print: (line: string) => void;
  /** The environment of npm. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Checks whether the state of a checkout can be released, and prints a line for each check and the verdict. Unless
 * something does not hold, the files of the release are in {@link releaseFolder} afterwards.
 */
export async function checkRelease(
  root: string,
  { publisher, preview, skipsTests, tag }: CheckOptions,
  build: ReleaseBuild,
  { print, environment }: Surroundings,
): Promise<Verdict> {
  const isPublished = publisher !== undefined;
  await rm(join(root, releaseFolder), { recursive: true, force: true });
  const workFolder = await mkdtemp(join(tmpdir(), "exalate-release-"));
  try {
    const [project, lock] = [await readProject(root), await readLock(root)];
    const choices = { isPublished, skipsTests, preview, tag };
    const checks = releaseChecks({ root, project, lock, ...choices, build, workFolder, environment });
    const endings = await runChecks(checks, print);
    const verdict = overallEnding(endings);
    const left = checks.filter((_, index) => endings[index] === "not checked").map(({ of }) => of);
    print(`\n${verdictLine(project.version, verdict, isPublished, left)}`);
    return verdict;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

function verdictLine(version: string, verdict: Verdict, isPublished: boolean, left: readonly string[]): string {
  const notChecked = left.length === 0 ? "" : ` Not checked: ${left.join(", ")}.`;
  return `Version ${version} ${isPublished ? publishing[verdict] : trying[verdict]}.${notChecked}`;
}

const publishing = {
  holds: "can be published",
  "does not hold": "cannot be published",
  "cannot be told": "must not be published before everything could be checked",
} as const;

const trying = {
  holds: "can be tried. To publish it, --publisher is needed",
  "does not hold": "cannot be released",
  "cannot be told": "may not be releasable",
} as const;
