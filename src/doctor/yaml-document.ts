import { runInNewContext } from "node:vm";
import { parse } from "yaml";

/** The longest YAML document that is read, because YAML is slow to parse; in characters. */
const longest = 3_000_000;

/**
 * Time limit for parsing, in milliseconds. The step cannot be stopped while the library parses, and for some texts of a
 * few kilobytes, such as a long run of "- ", it takes minutes.
 */
const parseMilliseconds = 1500;

/** The value of a YAML text; undefined when the text is not YAML, is too long, or takes too long to parse. */
export function yamlDocument(text: string): unknown {
  if (text.length > longest) return undefined;
  try {
    // Only code that runs in Node's virtual machine can be interrupted by a timeout.
    return runInNewContext("read()", { read: () => read(text) }, { timeout: parseMilliseconds });
  } catch {
    return undefined;
  }
}

function read(text: string): unknown {
  return parse(text, { maxAliasCount: 200, logLevel: "silent", prettyErrors: false, uniqueKeys: false });
}
