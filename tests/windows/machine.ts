import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { NodeBinaries } from "../../tools/local-agent/agent.ts";
import { endWine, runWindowsNode, type WineSettings } from "./wine.ts";

/** A Windows machine under wine with its own drive C. The local agent can use its Node like any other. */
export class WindowsMachine {
  readonly #settings: WineSettings;

  /** Creates drive C. @throws Error when Node does not run there */
  constructor(node: string) {
    const folder = mkdtempSync(join(tmpdir(), "exalate-windows-"));
    this.#settings = { folder, node };
    writeFileSync(join(folder, "settings.json"), JSON.stringify(this.#settings));
    writeFileSync(this.#asNode, asNodeScript(), { mode: 0o755 });
    const { status, stderr } = runWindowsNode(this.#settings, ["--version"]);
    if (status === 0) return;
    this.close();
    throw new Error(`Node's Windows build ended with ${status} under wine. ${stderr}`);
  }

  get #asNode(): string {
    return join(this.#settings.folder, "as-node");
  }

  /** The Node for the local agent. */
  get binaries(): NodeBinaries {
    return { node20_1: this.#asNode };
  }

  /** The lines that the last run printed, with Windows paths. */
  lastOutput(): string[] {
    const text = readFileSync(join(this.#settings.folder, "stdout"), "utf8");
    return text.replace(/\r?\n$/, "").split(/\r?\n/);
  }

  /** Ends all processes of the machine and removes it. */
  close(): void {
    endWine(this.#settings.folder);
    rmSync(this.#settings.folder, { recursive: true, force: true });
  }
}

/** The script that starts as-node.ts. It uses no shell, because a shell loses variables with a dash in their names. */
function asNodeScript(): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const modules = [tsx, new URL("./as-node.ts", import.meta.url).href];
  const [loader, main] = modules.map((url) => `import(${JSON.stringify(url)})`);
  return `#!${process.execPath}\n${loader}.then(() => ${main});\n`;
}
