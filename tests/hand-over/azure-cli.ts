import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakePersonalToken } from "../../tools/azure-devops-server/server.ts";

/** Microsoft's command line for Azure DevOps, with a folder of its own for what it writes. */
export interface AzureCli {
  /** Runs `az pipelines variable-group …` against an organisation and returns what it prints, parsed. */
  variableGroup(organizationUrl: string, ...words: string[]): Promise<unknown>;
  /** Removes what it wrote. */
  close(): void;
}

const runMilliseconds = 60_000;
const installMilliseconds = 300_000;

/** Why the command line cannot be used here; undefined when it can. Installs it on a Debian CI machine as root. */
export function whyNoAzureCli(): string | undefined {
  if (isThere()) return undefined;
  if (process.env.CI === undefined) return "az with its azure-devops extension is not installed";
  if (process.getuid?.() !== 0 || !isDebian()) return "az is not installed, and only root on Debian could install it";
  install();
  return isThere() ? undefined : "az with its azure-devops extension could not be installed";
}

/** The command line, with a new folder for its settings. */
export function openAzureCli(): AzureCli {
  const folder = mkdtempSync(join(tmpdir(), "azure-cli-"));
  return {
    variableGroup: (organizationUrl, ...words) =>
      run(["pipelines", "variable-group", ...words, "--org", organizationUrl, "--output", "json"], folder),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function isThere(): boolean {
  const packages = spawnSync("dpkg-query", ["--show", "azure-cli", "python3-azext-devops"], { timeout: 10_000 });
  return packages.status === 0;
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

function install(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, timeout: installMilliseconds, stdio: "ignore" } as const;
  spawnSync("apt-get", ["update"], options);
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "azure-cli", "python3-azext-devops"], options);
}

function run(args: readonly string[], folder: string): Promise<unknown> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AZURE_CONFIG_DIR: folder,
    AZURE_CORE_COLLECT_TELEMETRY: "no",
    AZURE_DEVOPS_CACHE_DIR: folder,
    AZURE_DEVOPS_EXT_PAT: fakePersonalToken,
  };
  return new Promise((resolve, reject) => {
    execFile("az", args, { env, timeout: runMilliseconds }, (error, stdout, stderr) => {
      if (error) reject(new Error(`az ${args.join(" ")}: ${stderr}`));
      else resolve(stdout.trim() === "" ? null : JSON.parse(stdout));
    });
  });
}
