import { runInNewContext } from "node:vm";
import { parse } from "yaml";

/** Larger documents in YAML, which is slow to read, are left alone; in characters. */
const longest = 3_000_000;

/**
 * How long reading may take, in milliseconds. No stop of the step gets through meanwhile, and some texts of a few
 * kilobytes, such as a long run of "- ", take the library minutes.
 */
const longestReading = 1500;

/** The value of a YAML text; undefined when it is none, or too long or too slow to read. */
export function yamlDocument(text: string): unknown {
  if (text.length > longest) return undefined;
  try {
    // Node's virtual machine can break off whatever is called from it.
    return runInNewContext("read()", { read: () => read(text) }, { timeout: longestReading });
  } catch {
    return undefined;
  }
}

function read(text: string): unknown {
  return parse(text, { maxAliasCount: 200, logLevel: "silent", prettyErrors: false, uniqueKeys: false });
}
