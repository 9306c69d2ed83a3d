import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { NodeBinaries } from "../../tools/local-agent/agent.ts";
import { endWine, runWindowsNode, type WineSettings } from "./wine.ts";

/** Windows as wine has it, with a drive C of its own, whose Node the local agent can use like any other. */
export class WindowsMachine {
  readonly #settings: WineSettings;

  /** Sets drive C up. @throws Error when Node does not run there. */
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

  /** The Node of the local agent. */
  get binaries(): NodeBinaries {
    return { node20_1: this.#asNode };
  }

  /** Each line that the last run printed, with Windows' own paths. */
  lastOutput(): string[] {
    const text = readFileSync(join(this.#settings.folder, "stdout"), "utf8");
    return text.replace(/\r?\n$/, "").split(/\r?\n/);
  }

  /** Ends every process of the machine and removes it. */
  close(): void {
    endWine(this.#settings.folder);
    rmSync(this.#settings.folder, { recursive: true, force: true });
  }
}

/** A script that a shell would start loses the variables whose names hold a dash, so that this one does without. */
function asNodeScript(): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const modules = [tsx, new URL("./as-node.ts", import.meta.url).href];
  const [loader, main] = modules.map((url) => `import(${JSON.stringify(url)})`);
  return `#!${process.execPath}\n${loader}.then(() => ${main});\n`;
}
