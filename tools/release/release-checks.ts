import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { vulnerabilities } from "./audit.ts";
import { changelogProblems } from "./changelog.ts";
import { type Check, type Outcome, withoutProblems } from "./check.ts";
import { cleanTree, freeTag } from "./git.ts";
import { allPackages, type IncludedPackages } from "./included-packages.ts";
import { licenseProblems } from "./licenses.ts";
import type { ReleaseBuild } from "./make-packages.ts";
import { noticeProblems, noticesOfPage } from "./notices.ts";
import { type Lock, type Project, versionProblems } from "./project.ts";
import { writeReleaseFiles } from "./release-files.ts";
import { runNpm } from "./run-program.ts";
import { sbomOf } from "./sbom.ts";
import { codeOf, differentParts, partHashes, textOfPart } from "./vsix.ts";

/** What is checked, and how. */
export interface ReleaseCandidate {
  /** The checkout. */
  readonly root: string;
  readonly project: Project;
  readonly lock: Lock;
  /** Whether the packages are meant to be published. */
  readonly isPublished: boolean;
  readonly skipsTests: boolean;
  /** The number of the preview. */
  readonly preview: number;
  /** The tag for which the release is made; undefined without one. */
  readonly tag: string | undefined;
  readonly build: ReleaseBuild;
  /** An empty folder for packages. */
  readonly workFolder: string;
  /** The environment of npm. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The folder of the files of a release, in a checkout. */
export const releaseFolder = "dist/release";

const noticesFile = "ThirdPartyNotices.txt";
const pageFile = "dist/open-invitation.html";

interface Packages {
  /** Paths of .vsix files. */
  readonly release: string;
  readonly again: string;
  readonly preview: string;
  /** The text of the partner's page. */
  readonly page: string;
}

/** Everything that a release needs, the cheapest first. The last check writes the files of the release. */
export function releaseChecks(release: ReleaseCandidate): Check[] {
  const { root, project, lock, build } = release;
  const included = once(build.includedPackages);
  const made = once(() => packagesOf(release));
  return [
    { of: "working tree", run: () => cleanTree(root) },
    { of: "version", run: async () => withoutProblems(versionProblems(project, lock), project.version) },
    { of: "changelog", run: () => changelog(release) },
    { of: "tag", run: () => tagOf(release) },
    { of: "licenses", run: async () => withoutProblems(licenseProblems(lock.packages), licensesFound(lock)) },
    { of: "vulnerabilities", run: async () => knownVulnerabilities(release, await included()) },
    { of: "packages", isSlow: true, run: async () => sameContent(await made()) },
    { of: "preview", isSlow: true, run: async () => sameCode(await made()) },
    { of: "notices", isSlow: true, run: async () => notices(await made(), await included()) },
    { of: "tests", isSlow: true, run: () => tests(release) },
    { of: "files", isSlow: true, run: async () => files(release, await made(), await included()) },
  ];
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

async function packagesOf({ root, workFolder, preview, build }: ReleaseCandidate): Promise<Packages> {
  const [release, other] = await build.makePackages(join(workFolder, "first"), preview);
  const page = await readFile(join(root, pageFile), "utf8");
  const [again] = await build.makePackages(join(workFolder, "second"));
  if (release === undefined || other === undefined || again === undefined) throw new Error("A package is missing.");
  return { release, again, preview: other, page };
}

async function changelog({ root, project: { version }, isPublished }: ReleaseCandidate): Promise<Outcome> {
  const text = await readFile(join(root, "CHANGELOG.md"), "utf8");
  return withoutProblems(changelogProblems(text, { version, isPublished, now: new Date() }), `begins with ${version}`);
}

function licensesFound({ packages }: Lock): string {
  return `all ${Object.keys(packages).length - 1} packages of package-lock.json have an accepted one`;
}

/** After a release its tag is on an earlier commit, until the version is raised. This matters only for the next release. */
async function tagOf({ root, project, isPublished, tag }: ReleaseCandidate): Promise<Outcome> {
  const outcome = await freeTag(root, project.version, tag);
  return outcome.ending === "does not hold" && !isPublished ? { ...outcome, ending: "not checked" } : outcome;
}

/** Without an answer of the registry, only a release that will be published waits for one. */
async function knownVulnerabilities(
  { root, isPublished, environment }: ReleaseCandidate,
  included: IncludedPackages,
): Promise<Outcome> {
  const outcome = await vulnerabilities(root, new Set(allPackages(included).map(({ folder }) => folder)), environment);
  return outcome.ending === "cannot be told" && !isPublished ? { ...outcome, ending: "not checked" } : outcome;
}

async function sameContent({ release, again }: Packages): Promise<Outcome> {
  const [one, other] = [await partHashes(release), await partHashes(again)];
  const problems = differentParts(one, other).map((name) => `${name} is not the same in two packages.`);
  return withoutProblems(problems, `two of them have the same ${one.size} files`);
}

async function sameCode({ release, preview }: Packages): Promise<Outcome> {
  const [one, other] = [codeOf(await partHashes(release)), codeOf(await partHashes(preview))];
  const problems = differentParts(one, other).map((name) => `${name} is not the same in the preview.`);
  if (one.size === 0) problems.push("The release has no JavaScript.");
  return withoutProblems(problems, `has the same JavaScript as the release, ${one.size} files`);
}

async function notices({ release, page }: Packages, { tasks, page: inPage }: IncludedPackages): Promise<Outcome> {
  const problems = [
    ...noticeProblems(noticesFile, await textOfPart(release, noticesFile), tasks),
    ...noticeProblems(pageFile, noticesOfPage(page), inPage),
  ];
  return withoutProblems(
    problems,
    `name the ${tasks.length} packages of the tasks and the ${inPage.length} of the page`,
  );
}

async function tests({ root, skipsTests, environment }: ReleaseCandidate): Promise<Outcome> {
  if (skipsTests) return { ending: "not checked", found: "left out with --skip-tests" };
  const { exitCode, output, errors } = await runNpm(["test"], { cwd: root, env: environment });
  if (exitCode !== 0)
    return { ending: "does not hold", found: "npm test fails", details: lastLines(`${output}${errors}`) };
  return { ending: "holds", found: output.trim().split("\n").at(-1) ?? "" };
}

/** What failed stands at the end, above the table of the coverage. */
const shownLines = 400;

function lastLines(text: string): string[] {
  const lines = text.trimEnd().split("\n");
  const left = lines.length - shownLines;
  return left > 0 ? [`(${left} lines before, which npm test shows)`, ...lines.slice(left)] : lines;
}

async function files(
  { root, project }: ReleaseCandidate,
  made: Packages,
  included: IncludedPackages,
): Promise<Outcome> {
  await writeReleaseFiles(join(root, releaseFolder), {
    copied: [made.release, made.preview],
    texts: {
      [`${project.name}-${project.version}.cdx.json`]: sbomOf(project, allPackages(included)),
      [noticesFile]: await textOfPart(made.release, noticesFile),
      "open-invitation.html": made.page,
    },
  });
  return { ending: "holds", found: `in ${releaseFolder}` };
}
