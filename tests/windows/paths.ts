import { tmpdir } from "node:os";

/** A file of this machine as wine names it. */
export function toWindowsPath(path: string): string {
  return `Z:${path.replaceAll("/", "\\")}`;
}

/** The value of a variable as it would be on Windows: every folder of a run is in this machine's temporary folder. */
export function toWindowsValue(value: string): string {
  return value.startsWith(`${tmpdir()}/`) ? toWindowsPath(value) : value;
}

/** A text with wine's paths as this machine names them; in JSON their separators are doubled. */
export function toLinuxPaths(text: string): string {
  return text.replace(/\bZ:(\\[^"\r\n;\]]*)/g, (_, path: string) => path.replace(/\\+/g, "/"));
}
