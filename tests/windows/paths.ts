import { tmpdir } from "node:os";

/** The path of a file of this machine under wine. */
export function toWindowsPath(path: string): string {
  return `Z:${path.replaceAll("/", "\\")}`;
}

/** The value of a variable on Windows. All folders of a run are in this machine's temporary folder. */
export function toWindowsValue(value: string): string {
  return value.startsWith(`${tmpdir()}/`) ? toWindowsPath(value) : value;
}

/** A text with wine's paths replaced by the paths of this machine. In JSON, their separators are doubled. */
export function toLinuxPaths(text: string): string {
  return text.replace(/\bZ:(\\[^"\r\n;\]]*)/g, (_, path: string) => path.replace(/\\+/g, "/"));
}
