import type { SeparatePart } from "./separate-parts-plugin.ts";

/** A file that a task is bundled into. */
export interface OutputFile {
  /** Its name, such as `index.js`. */
  readonly file: string;
  /** Absolute path of its source. */
  readonly entry: string;
  /** The modules of the project in it if nothing is shared, as paths relative to the root. */
  readonly modules: ReadonlySet<string>;
  /** The files that are always loaded before this one, in this order. */
  readonly loadedBefore: readonly OutputFile[];
}

/** Reads the modules of an entry, and calls `found` for each part that it loads. */
type ReadModules = (entry: string, found: (part: SeparatePart) => void) => Promise<readonly string[]>;

interface ReadFile {
  readonly entry: string;
  readonly modules: ReadonlySet<string>;
  readonly loads: ReadonlySet<string>;
}

/** The output files of an entry: itself, and all parts that are loaded on demand. */
export async function outputFiles(main: string, entry: string, readModules: ReadModules): Promise<OutputFile[]> {
  const entries = new Map([[main, entry]]);
  const read = new Map<string, ReadFile>();
  // A part can load further parts, so the map grows during the loop.
  for (const [file, each] of entries) {
    const loads = new Set<string>();
    const modules = await readModules(each, (part) => {
      loads.add(part.file);
      entries.set(part.file, part.entry);
    });
    read.set(file, { entry: each, modules: new Set(modules), loads });
  }
  const files = new Map<string, OutputFile>();
  for (const file of read.keys()) fileNamed(file, read, files);
  return [...files.values()];
}

/** For a part that several files load, `loadedBefore` contains only what is loaded before all of them. */
function fileNamed(file: string, read: ReadonlyMap<string, ReadFile>, files: Map<string, OutputFile>): OutputFile {
  const known = files.get(file);
  if (known !== undefined) return known;
  const loaders = [...read]
    .filter(([, { loads }]) => loads.has(file))
    .map(([loader]) => fileNamed(loader, read, files));
  const [first = [], ...others] = loaders.map((loader) => [...loader.loadedBefore, loader]);
  const loadedBefore = first.filter((each) => others.every((other) => other.includes(each)));
  const { entry = "", modules = new Set<string>() } = read.get(file) ?? {};
  const made = { file, entry, modules, loadedBefore };
  files.set(file, made);
  return made;
}

/** Sorts files so that each comes after the files that are loaded before it. */
export function loadOrder(files: readonly OutputFile[]): OutputFile[] {
  return [...files].sort((one, other) => one.loadedBefore.length - other.loadedBefore.length);
}
