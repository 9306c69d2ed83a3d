import { singleLine } from "../../src/core/text.ts";
import { type Outcome, withoutProblems } from "./check.ts";
import { runNpm } from "./run-program.ts";

interface Advisory {
  readonly title: string;
  readonly severity: string;
  readonly url: string;
}

/** The part of what `npm audit --json` prints that is read. */
interface AuditReport {
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly statusCode?: number;
}

interface Vulnerability {
  /** The advisories on the package itself, and the names of packages because of which it is listed. */
  readonly via: readonly (Advisory | string)[];
  /** The folders of the affected packages. */
  readonly nodes: readonly string[];
}

const longestMilliseconds = 60_000;

/** A setting of the machine, such as NODE_ENV=production, would leave packages out. */
const everyKind = ["--include=dev", "--include=optional", "--include=peer"];

/**
 * Asks npm's registry for known vulnerabilities of the installed packages. A package that is part of the release must have
 * none; one that is only used for the development none that is high or critical.
 * @param released the folders of the packages in the release, such as `node_modules/yaml`
 * @param env the environment of npm
 */
export async function vulnerabilities(
  root: string,
  released: ReadonlySet<string>,
  env: NodeJS.ProcessEnv,
  timeLimitMilliseconds = longestMilliseconds,
): Promise<Outcome> {
  const { exitCode, output } = await runNpm(["audit", "--json", ...everyKind], {
    cwd: root,
    env,
    timeLimitMilliseconds,
  });
  const report = exitCode === undefined ? undefined : parsed(output);
  if (report?.vulnerabilities === undefined) return { ending: "cannot be told", found: reasonOf(exitCode, report) };
  return withoutProblems(vulnerabilityProblems(report.vulnerabilities, released), "no known ones that matter");
}

function parsed(output: string): AuditReport | undefined {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

function reasonOf(exitCode: number | undefined, report: AuditReport | undefined): string {
  if (exitCode === undefined) return "npm audit did not end in time or could not start";
  const status = report?.statusCode;
  return status === undefined ? "npm audit got no answer" : `the registry answers npm audit with status ${status}`;
}

function vulnerabilityProblems(
  found: Readonly<Record<string, Vulnerability>>,
  released: ReadonlySet<string>,
): string[] {
  return Object.values(found).flatMap(({ via, nodes }) =>
    via.flatMap((advisory) => (typeof advisory === "string" ? [] : advisoryProblems(advisory, nodes, released))),
  );
}

function advisoryProblems(
  { title, severity, url }: Advisory,
  nodes: readonly string[],
  released: ReadonlySet<string>,
): string[] {
  return nodes.flatMap((node) => {
    const isReleased = released.has(node);
    if (!isReleased && !["high", "critical"].includes(severity)) return [];
    const use = isReleased ? "part of the release" : "for development";
    return [singleLine(`${node} (${use}), ${severity}: ${title}, ${url}`)];
  });
}
