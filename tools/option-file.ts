import { readFileSync } from "node:fs";
import { harmless } from "../src/core/text.ts";
import { UsageError } from "./command-line.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  ENOTDIR: "There is no such file.",
  EACCES: "You have no permission to read it.",
  EPERM: "You have no permission to read it.",
  EISDIR: "It is a folder.",
};

/** Why a file cannot be read, as a sentence. Raises again an error that the file system did not report. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "") throw error;
  return reasons[code] ?? `It cannot be read (${code}).`;
}

/** An error that names the option, its file and what is wrong with it, which is a sentence. */
export function wrongFile(option: string, path: string, what: string): UsageError {
  return new UsageError(`${option} ${harmless(path)}: ${what}`);
}

/** What `read` finds in the text of the file that an option names. @throws UsageError when either fails */
export function contentOfFile<T>(option: string, path: string, read: (text: string) => T): T {
  const text = textOfFile(option, path);
  try {
    return read(text);
  } catch (error) {
    throw wrongFile(option, path, error instanceof Error ? error.message : String(error));
  }
}

/** The text of the file that an option names, such as `--key`. @throws UsageError when it cannot be read */
export function textOfFile(option: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw wrongFile(option, path, whyUnreadable(error));
  }
}
