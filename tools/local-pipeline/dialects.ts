import { counterSignature, generalFunctions, templateFunctions } from "./expression-functions.ts";
import type { Dialect, Signature } from "./expression-parser.ts";

/** Names of the functions that test the status so far. */
export const statusFunctionNames = ["always", "canceled", "failed", "succeeded", "succeededorfailed"] as const;

/** One of {@link statusFunctionNames}. */
export type StatusFunctionName = (typeof statusFunctionNames)[number];

const withArguments: readonly StatusFunctionName[] = ["failed", "succeeded", "succeededorfailed"];

/** Condition of a step. The agent evaluates it: it sees only variables, and its status functions take no arguments. */
export const stepCondition: Dialect = {
  where: "The condition of a step",
  contexts: new Set(["variables"]),
  functions: functionsWith(() => 0),
};

/** Condition of a job. */
export const jobCondition: Dialect = {
  where: "The condition of a job",
  contexts: new Set(["variables", "dependencies", "stagedependencies"]),
  functions: functionsWith(mostArguments),
};

/** Condition of a stage. */
export const stageCondition: Dialect = {
  where: "The condition of a stage",
  contexts: new Set(["variables", "dependencies", "stagedependencies"]),
  functions: functionsWith(mostArguments),
};

const runtimeFunctions = new Map<string, Signature>([...generalFunctions, ["counter", counterSignature]]);

/** `$[ … ]` in the variables of the whole pipeline. */
export const pipelineVariable: Dialect = variableDialect("A variable of the pipeline", ["variables"]);

/** `$[ … ]` in the variables of a stage. */
export const stageVariable: Dialect = variableDialect("A variable of a stage", ["variables", "stagedependencies"]);

/** `$[ … ]` in the variables of a job. */
export const jobVariable: Dialect = variableDialect("A variable of a job", [
  "variables",
  "dependencies",
  "stagedependencies",
]);

/** `${{ … }}`; `loopNames` are the variables of the loops around it. */
export function templateDialect(loopNames: Iterable<string>): Dialect {
  const contexts = new Set(["parameters", "variables", ...loopNames]);
  return { where: "A template expression", contexts, functions: templateFunctions };
}

function variableDialect(where: string, contexts: readonly string[]): Dialect {
  return { where, contexts: new Set(["pipeline", ...contexts]), functions: runtimeFunctions };
}

function mostArguments(name: StatusFunctionName): number {
  return withArguments.includes(name) ? Number.POSITIVE_INFINITY : 0;
}

function functionsWith(most: (name: StatusFunctionName) => number): Map<string, Signature> {
  const status = statusFunctionNames.map((name) => [name, { least: 0, most: most(name) }] as const);
  return new Map<string, Signature>([...generalFunctions, ...status]);
}
