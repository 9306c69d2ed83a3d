/** The line that identifies a YAML text as an API description. */
const yamlMark = /^["']?(swagger|openapi)["']?[ \t]*:/m;

/** The value of a JSON text, or of a YAML text that looks like a description; undefined for any other text. */
export async function parseDocument(text: string): Promise<unknown> {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return yamlMark.test(text) ? yaml(text) : undefined;
  }
}

/** Loads the YAML library only for a node that needs it. */
async function yaml(text: string): Promise<unknown> {
  const { yamlDocument } = await import("./yaml-document.ts");
  return yamlDocument(text);
}
