import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What tells a build its version and publisher. */
export const releaseManifests = ["package.json", "vss-extension.json"];

/** A temporary folder that can be built like the repository and uses its packages. */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), "exalate-checkout-"));

  constructor(...copied: string[]) {
    symlinkSync(join(repository, "node_modules"), join(this.root, "node_modules"), "junction");
    for (const name of copied) cpSync(join(repository, name), this.path(name), { recursive: true });
  }

  /** The absolute path of a file or folder in it. */
  path(...names: string[]): string {
    return join(this.root, ...names);
  }

  /** Writes a file, creates its parent folders, and returns its absolute path. */
  write(name: string, content: string): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Removes the folder; the shared packages stay. */
  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
