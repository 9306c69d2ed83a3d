import { EventEmitter } from "node:events";
import { fstatSync, writeSync } from "node:fs";

/**
 * Lets the process write its output straight to the pipe or file that an agent gives it. Node's own streams do the same,
 * one text after the other, but creating them takes 3 ms. Does nothing on a terminal, and on Windows, where a pipe needs
 * Node's streams. A process whose reader is gone ends with exit code 1.
 */
export function writeDirectly(): void {
  for (const [name, descriptor] of [["stdout", 1] as const, ["stderr", 2] as const]) {
    if (!isPlain(descriptor)) continue;
    const write = (text: string) => writeAll(descriptor, Buffer.from(text));
    // It has no events, but Node's console listens to them.
    Object.defineProperty(process, name, { configurable: true, value: Object.assign(new EventEmitter(), { write }) });
  }
}

function isPlain(descriptor: number): boolean {
  if (process.platform === "win32") return false;
  const status = fstatSync(descriptor);
  return status.isFIFO() || status.isSocket() || status.isFile();
}

function writeAll(descriptor: number, bytes: Buffer): true {
  for (let written = 0; written < bytes.length; ) written += writeSome(descriptor, bytes.subarray(written));
  return true;
}

/** Returns how many bytes were written. */
function writeSome(descriptor: number, bytes: Buffer): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) process.exit(1);
    // The pipe is full and was opened so that it does not wait.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return 0;
  }
}
