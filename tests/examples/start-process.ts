import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { basicEnvironment } from "../../tools/local-agent/environment.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The result of the program of `npm start`. */
export interface StartResult {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
  readonly lastLine: string;
}

/** Runs the program of `npm start` without a terminal, for at most 30 s. */
export function runStart(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<StartResult> {
  const child = spawn(process.execPath, ["--import", "tsx", "tools/start/start.ts", ...args], {
    cwd: root,
    env: { ...basicEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 30_000,
    killSignal: "SIGKILL",
  });
  const texts = { output: "", errors: "" };
  for (const [stream, name] of [[child.stdout, "output"] as const, [child.stderr, "errors"] as const]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, ...texts, lastLine: lastLineOf(texts.output) }));
  });
}

function lastLineOf(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
