import type { TaskInput } from "./task-manifest.ts";

/** What is wrong with a visibleRule, given the inputs it may speak of; empty when nothing is. */
export function visibleRuleProblems(rule: string, inputs: readonly TaskInput[]): string[] {
  // Azure DevOps evaluates a rule that has both in no documented order.
  if (rule.includes("&&") && rule.includes("||")) return [`"${rule}" mixes && and ||`];
  return rule.split(/&&|\|\|/).flatMap((condition) => conditionProblems(condition.trim(), inputs));
}

function conditionProblems(condition: string, inputs: readonly TaskInput[]): string[] {
  const [, name, , value] =
    /^(\w+)\s*(==?|!=|\s(?:Not)?(?:Contains|StartsWith|EndsWith)\s)\s*(\S.*)$/.exec(condition) ?? [];
  if (name === undefined || value === undefined) return [`"${condition}" is no condition`];
  const input = inputs.find((candidate) => candidate.name === name);
  if (!input) return [`"${condition}" names no input`];
  return possibleValues(input)?.includes(value) === false ? [`"${condition}": ${name} is never "${value}"`] : [];
}

function possibleValues({ type, options }: TaskInput): string[] | undefined {
  return type === "boolean" ? ["true", "false"] : options && Object.keys(options);
}
