import { parse } from "yaml";

/** Larger documents in YAML, which is slow to read, are left alone; in characters. */
const longest = 3_000_000;

/** The value of a YAML text; undefined when it is none, or too long. */
export function yamlDocument(text: string): unknown {
  if (text.length > longest) return undefined;
  try {
    return parse(text, { maxAliasCount: 200, logLevel: "silent", prettyErrors: false, uniqueKeys: false });
  } catch {
    return undefined;
  }
}
