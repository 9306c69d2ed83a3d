import type { Outcome } from "./check.ts";
import { type EndedProgram, runProgram } from "./run-program.ts";

/** Whether the working tree has no changes and no files that are not in version control; if not, says which files. */
export async function cleanTree(root: string): Promise<Outcome> {
  const status = await git(root, "status", "--porcelain", "--untracked-files=all");
  if (status.exitCode !== 0) return unknown(status);
  const files = status.output.split("\n").filter((line) => line !== "");
  if (files.length > 0) return { ending: "does not hold", found: "has files that are not committed", details: files };
  return { ending: "holds", found: `clean, at commit ${(await commitOf(root, "HEAD")) ?? "none"}` };
}

/**
 * Whether the tag of a version, such as `v1.0.0`, does not exist in this clone or is on the current commit.
 * @param pushed the tag for which the release is made, which must be this one; undefined without one
 */
export async function freeTag(root: string, version: string, pushed?: string): Promise<Outcome> {
  const tag = `v${version}`;
  if (pushed !== undefined && pushed !== tag)
    return { ending: "does not hold", found: `"${pushed}" is not ${tag}, the tag of the version in package.json` };
  const head = await git(root, "rev-parse", "--verify", "HEAD");
  if (head.exitCode !== 0) return unknown(head);
  const commit = await commitOf(root, `refs/tags/${tag}`);
  if (commit === undefined) return { ending: "holds", found: `${tag} does not exist yet` };
  if (commit === (await commitOf(root, "HEAD"))) return { ending: "holds", found: `${tag} is on this commit` };
  return { ending: "does not hold", found: `${tag} is on another commit, ${commit}` };
}

async function commitOf(root: string, name: string): Promise<string | undefined> {
  const { exitCode, output } = await git(root, "rev-parse", "--short", "--verify", "--quiet", `${name}^{commit}`);
  return exitCode === 0 ? output.trim() : undefined;
}

function git(root: string, ...args: string[]): Promise<EndedProgram> {
  return runProgram("git", args, { cwd: root, timeLimitMilliseconds: 60_000 });
}

function unknown({ errors }: EndedProgram): Outcome {
  return { ending: "cannot be told", found: "git does not answer", details: errors.trim().split("\n") };
}
