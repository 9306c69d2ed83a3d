import { parse, stringify } from "yaml";
import { partsOf } from "./markdown.ts";

/** A part of a pipeline, completed to a pipeline that can be checked. */
export interface WholePipeline {
  readonly text: string;
  /** The number of lines added before the part. */
  readonly linesBefore: number;
}

/** A YAML block in a Markdown text. */
export interface YamlBlock {
  readonly text: string;
  /** Its first line in the Markdown text, counted from 1. */
  readonly line: number;
}

/** The YAML blocks of a Markdown text. */
export function yamlBlocks(markdown: string): YamlBlock[] {
  return partsOf(markdown).blocks.filter(({ language }) => /^ya?ml$/i.test(language));
}

/**
 * Completes a part of a pipeline from the documentation: a list of stages, jobs or steps gets its key, and settings
 * without a step get a step.
 * @throws Error when the text is not YAML
 */
export function wholePipeline(yaml: string): WholePipeline {
  const content: unknown = parse(yaml);
  if (Array.isArray(content)) return { text: `${keyOf(content[0])}:\n${yaml}`, linesBefore: 1 };
  const runs = isObject(content) && ["stages", "jobs", "steps", "extends"].some((key) => key in content);
  return { text: runs ? yaml : `${yaml.trimEnd()}\nsteps:\n- script: exit 0\n`, linesBefore: 0 };
}

function keyOf(first: unknown): string {
  if (!isObject(first)) return "steps";
  if ("stage" in first) return "stages";
  return "job" in first || "deployment" in first ? "jobs" : "steps";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A step that runs a task. */
export interface TaskStep {
  readonly task: string;
  readonly name?: string;
}

/** All steps that run a task, at any depth of the YAML. */
export function taskSteps(yaml: string): TaskStep[] {
  return objectsIn(parse(yaml), isTaskStep);
}

/** A step that includes a template. */
interface TemplateUse {
  readonly template: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** All steps that include a template, at any depth of the YAML. */
export function templateUses(yaml: string): TemplateUse[] {
  return objectsIn(parse(yaml), isTemplateUse);
}

/** The names of the parameters that a template declares. */
export function templateParameters(yaml: string): string[] {
  const { parameters = [] }: { parameters?: readonly { name: string }[] } = parse(yaml);
  return parameters.map(({ name }) => name);
}

/** The outermost objects of a kind. */
function objectsIn<Kind extends object>(node: unknown, isOfKind: (object: object) => object is Kind): Kind[] {
  if (Array.isArray(node)) return node.flatMap((each) => objectsIn(each, isOfKind));
  if (!isObject(node)) return [];
  return isOfKind(node) ? [node] : Object.values(node).flatMap((each) => objectsIn(each, isOfKind));
}

function isTaskStep(node: object): node is TaskStep {
  return "task" in node && typeof node.task === "string";
}

function isTemplateUse(node: object): node is TemplateUse {
  return "template" in node && typeof node.template === "string";
}

/** A pipeline with only these steps. */
export function pipelineOf(steps: readonly TaskStep[]): string {
  return stringify({ steps });
}
