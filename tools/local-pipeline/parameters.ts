import { Dictionary, type Value } from "./expression-values.ts";
import { Fields } from "./fields.ts";
import { PipelineFileError, type Place } from "./place.ts";
import { valueOfNode } from "./template-values.ts";
import { expectList, expectText, type TextNode, type TreeNode } from "./tree.ts";

/** Values for a pipeline's parameters, given by whoever starts the run. */
export type GivenParameters = Readonly<Record<string, string>>;

const types = ["string", "number", "boolean", "object"];

/**
 * Reads `parameters:` and the value of each.
 * @throws PipelineFileError for a parameter with a missing or wrong value, or a value for an unknown parameter
 */
export function readParameters(node: TreeNode | undefined, given: GivenParameters, top: Place): Dictionary {
  const items = node === undefined ? [] : expectList(node, `"parameters"`).items;
  const values = items.map((item) => readParameter(item, given));
  const dictionary = new Dictionary(values);
  const unknown = Object.keys(given).find((name) => !dictionary.has(name));
  if (unknown !== undefined) {
    throw new PipelineFileError(
      node?.at ?? top,
      `A value was given for the parameter "${unknown}", which the pipeline does not have.`,
    );
  }
  return dictionary;
}

function readParameter(item: TreeNode, given: GivenParameters): readonly [string, Value] {
  const fields = new Fields(item, "a parameter");
  const name = fields.requiredText("name");
  fields.text("displayName");
  const type = typeOf(fields);
  const chosen = Object.entries(given).find(([key]) => key.toLowerCase() === name.text.toLowerCase())?.[1];
  const value = chosen === undefined ? defaultOf(fields, name, type) : convert(chosen, type, name);
  fields.node("default");
  refuseOtherValues(fields, name, value);
  fields.finish();
  return [name.text, value];
}

function typeOf(fields: Fields): string {
  const node = fields.text("type");
  if (node === undefined) return "string";
  if (types.includes(node.text)) return node.text;
  throw new PipelineFileError(
    node.at,
    `Parameters of type "${node.text}" are not supported. Supported types: ${types.join(", ")}.`,
  );
}

function defaultOf(fields: Fields, name: TextNode, type: string): Value {
  const node = fields.node("default");
  if (node === undefined)
    throw new PipelineFileError(name.at, `The parameter "${name.text}" needs a value: it has no default.`);
  if (type === "object") return valueOfNode(node);
  return convert(expectText(node, `"default"`).text, type, name);
}

function convert(text: string, type: string, name: TextNode): Value {
  if (type === "string") return text;
  if (type === "number" && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  throw new PipelineFileError(name.at, `The parameter "${name.text}" needs a value of type ${type}, not "${text}".`);
}

function refuseOtherValues(fields: Fields, name: TextNode, value: Value): void {
  const allowed = fields.list("values")?.items.map((item) => expectText(item, "A value").text);
  if (allowed === undefined || allowed.includes(String(value))) return;
  throw new PipelineFileError(
    name.at,
    `The parameter "${name.text}" allows ${allowed.join(", ")}, not "${String(value)}".`,
  );
}
