import { readFileSync } from "node:fs";

/**
 * The names that a source of the project imports with `import { … } from`, the only form of import in this project that is
 * needed here. Types are left out.
 * @throws Error when the source has no such import from this module
 */
export function importedNames(importer: string, specifier: string): string[] {
  const statements = readFileSync(importer, "utf8").matchAll(/^import \{([^}]*)\} from "([^"]+)";$/gm);
  const lists = [...statements].filter(([, , from]) => from === specifier).map(([, list = ""]) => list.split(","));
  const names = lists.flat().map((name) => name.trim());
  if (lists.length === 0) throw new Error(`${importer} does not import names from "${specifier}".`);
  return names.filter((name) => name !== "" && !name.startsWith("type ")).map((name) => name.split(" as ")[0] ?? name);
}
