import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TaskInput, TaskManifest } from "../../tests/manifest/task-manifest.ts";
import { initiatingStep } from "./example.ts";
import { fieldStyle } from "./field-style.ts";
import { helpText } from "./help-text.ts";
import { html, type Markup } from "./html.ts";
import { pageOf } from "./page.ts";
import { backArrow, chevron, info } from "./symbols.ts";
import { light } from "./theme.ts";
import { type FormValues, isVisible } from "./visible-rule.ts";

// The input whose help is open in the picture.
const helpIsOpenFor = "destinationUrl";

const taskFolder = fileURLToPath(new URL("../../tasks/ExalateInitiate/ExalateInitiateV1", import.meta.url));

/** The form of ExalateInitiate@1 as the task assistant shows it, filled in with the inputs of the example. */
export async function taskFormPage(): Promise<string> {
  const task: FormManifest = JSON.parse(await readFile(join(taskFolder, "task.json"), "utf8"));
  const icon = await readFile(join(taskFolder, "icon.png"), "base64");
  const { inputs: given } = await initiatingStep();
  const form = new TaskForm(task, given);
  return pageOf({
    style: fieldStyle + style,
    body: html`<main>
<header>${backArrow}<img src="data:image/png;base64,${icon}" width="24" height="24" alt="">${task.friendlyName}</header>
${form.fieldsIn(undefined)}
${(task.groups ?? []).map((group) => form.group(group))}
<footer><a>About this task</a><b class="button">Add</b></footer>
</main>`,
  });
}

interface Group {
  readonly name: string;
  readonly displayName: string;
  readonly isExpanded?: boolean;
  readonly visibleRule?: string;
}

interface FormManifest extends Omit<TaskManifest, "groups"> {
  readonly groups?: readonly Group[];
}

class TaskForm {
  readonly #task: FormManifest;
  readonly #given: FormValues;
  readonly #values: FormValues;

  constructor(task: FormManifest, given: FormValues) {
    const defaults = task.inputs.map(({ name, defaultValue = "" }) => [name, String(defaultValue)] as const);
    this.#task = task;
    this.#given = given;
    this.#values = { ...Object.fromEntries(defaults), ...given };
  }

  /** A group is open when the manifest says so, or when somebody has filled in one of its fields. */
  group({ name, displayName, isExpanded = false, visibleRule }: Group): Markup {
    if (!isVisible(visibleRule, this.#values)) return html``;
    const isOpen = isExpanded || this.#inputsIn(name).some((input) => this.#given[input.name] !== undefined);
    return html`<details${isOpen ? html` open` : html``}><summary>${displayName}${chevron(isOpen)}</summary>
${this.fieldsIn(name)}
</details>
`;
  }

  /** The visible fields of a group, or those outside of all groups. */
  fieldsIn(group: string | undefined): Markup[] {
    return this.#inputsIn(group).map((input) => field(input, this.#values[input.name] ?? ""));
  }

  #inputsIn(group: string | undefined): TaskInput[] {
    return this.#task.inputs.filter(
      ({ groupName, visibleRule }) => groupName === group && isVisible(visibleRule, this.#values),
    );
  }
}

function field(input: TaskInput, value: string): Markup {
  const { name, type, label = name, required = false, helpMarkDown } = input;
  const help =
    helpMarkDown !== undefined && name === helpIsOpenFor ? html`<aside>${helpText(helpMarkDown)}</aside>` : html``;
  const mark = required ? html`<i class="required">*</i>` : html``;
  const heading = html`<label>${label}${mark}${info}</label>`;
  if (type === "boolean") return html`<p class="check"><span class="box ${value}"></span>${heading}${help}</p>\n`;
  return html`<div class="field">${heading}${help}${control(input, value)}</div>\n`;
}

function control({ type, options, properties }: TaskInput, value: string): Markup {
  if (type === "multiLine") return html`<p class="value" style="height: ${areaHeight(properties)}px">${value}</p>`;
  const isList = type === "pickList" || type.startsWith("connectedService:");
  return html`<p class="value">${options?.[value] ?? value}${isList ? chevron(true) : html``}</p>`;
}

const lineHeight = 20;
const padding = 12;

function areaHeight(properties: TaskInput["properties"]): number {
  return Number(properties?.rows ?? 1) * lineHeight + padding;
}

const style = `
main { width: 430px; padding: 0 20px; background: ${light.card}; border-right: 1px solid ${light.line}; }
header { display: flex; align-items: center; gap: 10px; padding: 14px 0 10px; font-size: 16px; font-weight: bold; }
aside {
  position: absolute; left: 405px; top: -12px; width: 322px; padding: 10px 14px; font-size: 13px; line-height: 19px;
  background: ${light.card}; border: 1px solid ${light.line}; border-radius: 3px;
}
aside::before {
  content: ""; position: absolute; left: -6px; top: 17px; width: 10px; height: 10px; transform: rotate(45deg);
  background: ${light.card}; border: solid ${light.line}; border-width: 0 0 1px 1px;
}
details { border-top: 1px solid ${light.line}; padding: 10px 0; }
summary { display: flex; justify-content: space-between; align-items: center; font-weight: bold; list-style: none; }
details .field:first-of-type { margin-top: 10px; }
footer { display: flex; justify-content: space-between; align-items: center; padding: 12px 0; border-top: 1px solid ${light.line}; }
`;
