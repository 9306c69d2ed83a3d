import { startFile } from "../../tools/build/build-tasks.ts";
import { runsOnServer, type TaskInput, type TaskManifest } from "./task-manifest.ts";
import { visibleRuleProblems } from "./visible-rule.ts";

/** A rule for every task.json. */
export interface TaskCheck {
  readonly rule: string;
  /** One sentence for each violation of the rule. */
  readonly problems: (task: TaskManifest) => string[];
}

/** The rules for a single task.json, in addition to its published JSON schema. */
export const taskChecks: readonly TaskCheck[] = [
  { rule: "the id is a GUID", problems: idProblems },
  { rule: "the version has three whole numbers", problems: versionProblems },
  { rule: "the friendly name has at most 40 characters", problems: (task) => lengthProblems(task.friendlyName, 40) },
  { rule: "the description has at most 200 characters", problems: (task) => lengthProblems(task.description, 200) },
  { rule: "the category is defined by Microsoft", problems: categoryProblems },
  { rule: "every name of an input or output is unique and not reserved", problems: nameProblems },
  { rule: "every input has a label", problems: ({ inputs }) => each(inputs, ({ label }) => !label, "has no label") },
  { rule: "every input has help with an example", problems: helpProblems },
  { rule: "every list has options or a binding", problems: listProblems },
  { rule: "every default of a list is one of its options", problems: defaultProblems },
  { rule: "every visibleRule names existing inputs and possible values", problems: ruleProblems },
  { rule: "every group is declared and used", problems: groupProblems },
  { rule: "every binding fills an editable list from existing inputs", problems: bindingProblems },
  { rule: "the name of the step consists of inputs", problems: stepNameProblems },
  { rule: "every output has a description", problems: outputProblems },
  { rule: "the settable variables are limited and include every output", problems: settableProblems },
  { rule: "logging commands are restricted unless the task uploads a summary", problems: commandProblems },
  { rule: "the handlers match the place where the task runs", problems: handlerProblems },
];

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function idProblems({ id }: TaskManifest): string[] {
  return guid.test(id) ? [] : [`"${id}" is no GUID in lower case`];
}

function versionProblems({ version }: TaskManifest): string[] {
  const parts = [version.Major, version.Minor, version.Patch];
  return parts.every((part) => Number.isInteger(part) && part >= 0) ? [] : [`${parts.join(".")} is no version`];
}

function lengthProblems(text: string, limit: number): string[] {
  return text.length > 0 && text.length <= limit ? [] : [`"${text}" has ${text.length} characters`];
}

const categories = ["Azure Repos", "Azure Boards", "Azure Pipelines", "Azure Test Plans", "Azure Artifacts"];
const olderCategories = ["Build", "Utility", "Test", "Package", "Deploy"];

function categoryProblems({ category }: TaskManifest): string[] {
  return [...categories, ...olderCategories].includes(category) ? [] : [`"${category}" is no category`];
}

function nameProblems({ inputs, outputVariables = [] }: TaskManifest): string[] {
  return [...listNameProblems(inputs), ...listNameProblems(outputVariables)];
}

function listNameProblems(items: { name: string }[]): string[] {
  const names = items.map(({ name }) => name.toLowerCase());
  return [
    ...each(
      items,
      ({ name }) => names.indexOf(name.toLowerCase()) !== names.lastIndexOf(name.toLowerCase()),
      "is given twice",
    ),
    // The agent and the task library use these prefixes for their own variables.
    ...each(items, ({ name }) => /^(endpoint|input|secret|securefile)/i.test(name), "starts with a reserved prefix"),
  ];
}

function helpProblems({ inputs }: TaskManifest): string[] {
  return each(inputs, ({ helpMarkDown }) => !helpMarkDown?.includes("Example: "), "has no help with an example");
}

const isList = ({ type }: TaskInput) => type === "pickList" || type === "radio";

function listProblems({ inputs, dataSourceBindings = [] }: TaskManifest): string[] {
  const bound = new Set(dataSourceBindings.map(({ target }) => target));
  const isEmpty = ({ name, options = {} }: TaskInput) => Object.keys(options).length === 0 && !bound.has(name);
  return each(inputs, (input) => isList(input) && isEmpty(input), "has nothing to choose from");
}

function defaultProblems({ inputs }: TaskManifest): string[] {
  const isUnknown = ({ options, defaultValue }: TaskInput) =>
    options !== undefined && !(String(defaultValue) in options);
  return each(inputs, (input) => isList(input) && isUnknown(input), "has a default that is no option");
}

function ruleProblems({ inputs, groups = [] }: TaskManifest): string[] {
  const rules = [...inputs, ...groups].flatMap(({ visibleRule }) => visibleRule ?? []);
  return rules.flatMap((rule) => visibleRuleProblems(rule, inputs));
}

function groupProblems({ inputs, groups = [] }: TaskManifest): string[] {
  const declared = groups.map(({ name }) => name);
  const used = inputs.flatMap(({ groupName }) => groupName ?? []);
  return [
    ...used.filter((name) => !declared.includes(name)).map((name) => `${name} is not declared`),
    ...declared.filter((name) => !used.includes(name)).map((name) => `${name} is not used`),
  ];
}

function bindingProblems({ inputs, dataSourceBindings = [] }: TaskManifest): string[] {
  const isEditable = ({ type, properties }: TaskInput) => type === "pickList" && properties?.EditableOptions === "True";
  const editable = inputs.filter(isEditable).map(({ name }) => name);
  return dataSourceBindings.flatMap(({ target, endpointId, parameters = {} }) => [
    ...(editable.includes(target) ? [] : [`${target} is no editable list`]),
    ...(/^(tfs:|\$\()/.test(endpointId) ? [] : [`"${endpointId}" is no endpoint`]),
    ...unknownMacros([endpointId, ...Object.values(parameters)].join(" "), inputs),
  ]);
}

function stepNameProblems({ inputs, instanceNameFormat }: TaskManifest): string[] {
  return instanceNameFormat ? unknownMacros(instanceNameFormat, inputs) : ["instanceNameFormat is missing"];
}

function unknownMacros(text: string, inputs: TaskInput[]): string[] {
  const names = [...text.matchAll(/\$\(([^)]*)\)/g)].flatMap(([, name]) => name ?? []);
  return names
    .filter((name) => !inputs.some((input) => input.name === name))
    .map((name) => `$(${name}) names no input`);
}

function outputProblems({ outputVariables = [] }: TaskManifest): string[] {
  return each(outputVariables, ({ description }) => !description, "has no description");
}

function settableProblems(task: TaskManifest): string[] {
  const { outputVariables = [], restrictions } = task;
  const allowed = restrictions?.settableVariables?.allowed;
  if (runsOnServer(task)) return [];
  if (!allowed) return ["restrictions.settableVariables.allowed is missing"];
  const wildcards = allowed.filter((name) => !/^\w+$/.test(name)).map((name) => `${name} is more than one name`);
  return [...wildcards, ...each(outputVariables, ({ name }) => !allowed.includes(name), "may not be set")];
}

const uploading = ["ExalateInitiate", "ExalateAccept"];

function commandProblems(task: TaskManifest): string[] {
  const isRestricted = task.restrictions?.commands?.mode === "restricted";
  const mayUpload = uploading.includes(task.name) || runsOnServer(task);
  return isRestricted === !mayUpload
    ? []
    : [`the commands of ${task.name} are ${isRestricted ? "" : "not "}restricted`];
}

function handlerProblems(task: TaskManifest): string[] {
  return runsOnServer(task) ? serverHandlerProblems(task) : nodeHandlerProblems(task);
}

// These members only have a meaning with an agent.
const agentMembers = ["minimumAgentVersion", "demands", "restrictions", "outputVariables"] as const;

function serverHandlerProblems(task: TaskManifest): string[] {
  const { execution, runsOn } = task;
  const handlers = Object.keys(execution);
  return [
    ...(handlers.length === 1 ? [] : [`a task without agent has one handler, not ${handlers.length}`]),
    ...runsOn.filter((place) => !place.startsWith("Server")).map((place) => `it also runs on ${place}`),
    ...agentMembers.filter((name) => task[name] !== undefined).map((name) => `a task without agent has no ${name}`),
  ];
}

function nodeHandlerProblems({ execution, minimumAgentVersion }: TaskManifest): string[] {
  const handlers = Object.keys(execution).sort().join(", ");
  return [
    ...(handlers === "Node20_1, Node24" ? [] : [`the handlers are ${handlers}`]),
    ...Object.values(execution).flatMap(({ target }) =>
      target === startFile ? [] : [`"${target}" is not ${startFile}`],
    ),
    // The first agent version with the handler Node20_1.
    ...(minimumAgentVersion === "3.232.1" ? [] : [`the lowest agent version is ${minimumAgentVersion}`]),
  ];
}

function each<T extends { name: string }>(
  items: readonly T[],
  isWrong: (item: T) => boolean,
  complaint: string,
): string[] {
  return items.filter(isWrong).map(({ name }) => `${name} ${complaint}`);
}
