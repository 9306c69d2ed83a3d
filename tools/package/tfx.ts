import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const timeLimitMilliseconds = 60_000;

/**
 * Runs tfx-cli, Microsoft's packager, on a folder with vss-extension.json and every file that it names. The folder is
 * also the packager's home directory, so that it uses no cache elsewhere.
 * @throws Error with the packager's output when it fails or prints a warning, because for a wrong task.json it prints
 *   only a warning and succeeds
 */
export async function createVsix(folder: string, outputPath: string): Promise<void> {
  const output = await runTfx(folder, ["--output-path", outputPath]);
  const complaints = complaintLines(output);
  if (complaints.length > 0) throw new Error(`tfx complained about the extension:\n${complaints.join("\n")}`);
}

/** The lines of the packager's output that are warnings or errors. */
export function complaintLines(output: string): string[] {
  return output.split(/\r?\n/).filter((line) => /\b(warning|error):/i.test(line));
}

async function runTfx(folder: string, options: string[]): Promise<string> {
  const command = ["extension", "create", "--manifest-globs", "vss-extension.json", "--no-color", "--no-prompt"];
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [createRequire(import.meta.url).resolve("tfx-cli/_build/tfx-cli.js"), ...command, ...options],
    { cwd: folder, timeout: timeLimitMilliseconds, env: { ...process.env, HOME: folder, USERPROFILE: folder } },
  ).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`tfx failed:\n${error.stdout ?? ""}${error.stderr ?? String(error)}`);
  });
  return `${stdout}\n${stderr}`;
}
