import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakePersonalToken } from "../../tools/azure-devops-server/server.ts";
import { whyNoProgram } from "../support/debian.ts";

/** Microsoft's command line for Azure DevOps, with its own folder for the files that it writes. */
export interface AzureCli {
  /** Runs `az pipelines variable-group …` against an organization and returns its parsed output. */
  variableGroup(organizationUrl: string, ...words: string[]): Promise<unknown>;
  /** Removes its files. */
  close(): void;
}

const runMilliseconds = 60_000;

const packages = ["azure-cli", "python3-azext-devops"];

/** Why the command line cannot be used on this machine; undefined when it can. */
export function whyNoAzureCli(): string | undefined {
  const isInstalled = () => spawnSync("dpkg-query", ["--show", ...packages], { timeout: 10_000 }).status === 0;
  return whyNoProgram({ name: "az with its azure-devops extension", packages, isThere: isInstalled });
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
