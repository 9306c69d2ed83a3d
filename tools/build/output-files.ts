import type { SeparatePart } from "./separate-parts-plugin.ts";

/** A file that a task is bundled into. */
export interface OutputFile {
  /** Its name, such as `index.js`. */
  readonly file: string;
  /** Absolute path of its source. */
  readonly entry: string;
  /** The modules of the project in it when nothing is shared, as paths below the root. */
  readonly modules: ReadonlySet<string>;
  /** The files that are loaded whenever this one is, the first loaded first. */
  readonly loadedBefore: readonly OutputFile[];
}

/** Reads the modules of an entry, and tells `found` of each part that it loads. */
type ReadModules = (entry: string, found: (part: SeparatePart) => void) => Promise<readonly string[]>;

interface ReadFile {
  readonly entry: string;
  readonly modules: ReadonlySet<string>;
  readonly loads: ReadonlySet<string>;
}

/** The files that an entry is bundled into: itself, and the parts that these load when they are asked for. */
export async function outputFiles(main: string, entry: string, readModules: ReadModules): Promise<OutputFile[]> {
  const entries = new Map([[main, entry]]);
  const read = new Map<string, ReadFile>();
  // A part may have parts of its own: the map grows while it is walked.
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

/** A part that several files load can count only on what is loaded before all of them. */
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

/** The files in an order in which each comes after those that are loaded before it. */
export function loadOrder(files: readonly OutputFile[]): OutputFile[] {
  return [...files].sort((one, other) => one.loadedBefore.length - other.loadedBefore.length);
}
