import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/** A CommonJS file to run, and where its compiled form is kept. */
export interface CachedFile {
  /** Absolute path. The file has only ASCII characters. */
  readonly file: string;
  /** Absolute path of a file that may not exist yet. */
  readonly cache: string;
  /** Whether to write the compiled form when the process ends, if there is none that can be used. */
  readonly keeps: boolean;
}

/**
 * Runs a CommonJS file like `require`, with the compiled form that an earlier run has kept, which saves 10 ms. V8 refuses
 * one of another version of Node, or of a text of another length. Returns whether a kept form was used.
 */
export function requireCached({ file, cache, keeps }: CachedFile): boolean {
  const cachedData = keptFor(file, cache);
  const source = Module.wrap(readFileSync(file, "latin1"));
  const script = new Script(source, { filename: file, ...(cachedData && { cachedData }) });
  const isUsed = cachedData !== undefined && script.cachedDataRejected === false;
  if (keeps && !isUsed) process.once("exit", () => keep(script, cache));
  const loaded = new Module(file);
  loaded.filename = file;
  const require = createRequire(file);
  // Parts of the bundle require this file for what both use.
  require.cache[file] = loaded;
  script.runInThisContext()(loaded.exports, require, loaded, file, dirname(file));
  loaded.loaded = true;
  return isUsed;
}

/** Undefined when there is none, when the file was changed since, or when a part of it was lost. */
function keptFor(file: string, cache: string): Buffer | undefined {
  try {
    if (statSync(cache).mtimeMs < statSync(file).mtimeMs) return undefined;
    const code = readFileSync(cache);
    return hasLostBlock(code) ? undefined : code;
  } catch {
    return undefined;
  }
}

/** The smallest block of a disk, in bytes. */
const blockLength = 512;

/** V8 itself notices a missing end. A block that was never written, and reads as zeros, would stop the process. */
function hasLostBlock(code: Buffer): boolean {
  return code.includes(Buffer.alloc(blockLength));
}

/** Made at the end, so that it has every function that the run has used. It has code and texts of the file, but no values. */
function keep(script: Script, cache: string): void {
  const fresh = `${cache}.${process.pid}`;
  try {
    const code = script.createCachedData();
    if (hasLostBlock(code)) return;
    writeToDisk(fresh, code);
    // Another run may write the same file, or read it, at this moment.
    renameSync(fresh, cache);
  } catch {
    removeIfPossible(fresh);
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Another program holds the file. It is small, and nothing reads it.
  }
}

/** Returns when the bytes are on the disk, so that a machine that stops later leaves the whole file or none. */
function writeToDisk(path: string, bytes: Buffer): void {
  const file = openSync(path, "w");
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
