import type { TaskInput, TaskManifest } from "../manifest/task-manifest.ts";
import { taskSteps, yamlBlocks } from "./pipeline-blocks.ts";
import { yamlName } from "./task-schema.ts";

/** A table of a Markdown text. */
export interface Table {
  /** The line of its header, counted from 1. */
  readonly line: number;
  readonly header: readonly string[];
  /** The cells of its rows by column heading. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** The task of the table, for example `ExalateInitiate@1`, or undefined when no task is named before it. */
  readonly task: string | undefined;
}

/**
 * The tables of a Markdown text. The task of a table is the one in a heading above it, or else the last one named in the
 * text.
 */
export function tablesOf(markdown: string): Table[] {
  const tables: Table[] = [];
  const lines = markdown.split("\n");
  const subject = new Subject();
  for (let index = 0; index < lines.length; index++) {
    const rows = rowsFrom(lines, index);
    if (rows.length < 2) subject.read(lines[index] ?? "");
    else tables.push(tableOf(rows, index + 1, subject.task));
    index += Math.max(rows.length - 1, 0);
  }
  return tables;
}

function rowsFrom(lines: readonly string[], start: number): string[] {
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.slice(start, length < 0 ? lines.length : start + length);
}

function tableOf([head = "", , ...rows]: readonly string[], line: number, task: string | undefined): Table {
  const header = cellsOf(head);
  const named = rows.map((row) => Object.fromEntries(cellsOf(row).map((cell, index) => [header[index] ?? "", cell])));
  return { line, header, rows: named, task };
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|\s*$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** Finds the task of each line of a text. */
class Subject {
  #mentioned: string | undefined;
  #headed: { readonly level: number; readonly task: string } | undefined;

  get task(): string | undefined {
    return this.#headed?.task ?? this.#mentioned;
  }

  read(line: string): void {
    const task = [...line.matchAll(/\b[A-Z]\w*@\d+\b/g)].at(-1)?.[0];
    const level = /^(#{1,6}) /.exec(line)?.[1]?.length;
    if (level !== undefined && this.#headed !== undefined && level <= this.#headed.level) this.#headed = undefined;
    if (level !== undefined && task !== undefined) this.#headed = { level, task };
    this.#mentioned = task ?? this.#mentioned;
  }
}

/** Whether a table lists a task's inputs. */
export function isInputsTable({ header }: Table): boolean {
  return header[0] === "Input" && header.includes("Required");
}

/** Whether a table lists a task's outputs. */
export function isOutputsTable({ header }: Table): boolean {
  return header[0] === "Variable" && header.includes("Secret");
}

/** The differences between the tables of a Markdown text and their tasks. */
export function tableProblems(markdown: string, tasks: readonly TaskManifest[]): string[] {
  const tables = tablesOf(markdown).filter((table) => isInputsTable(table) || isOutputsTable(table));
  return tables.flatMap((table) => {
    const task = tasks.find((each) => yamlName(each) === table.task);
    const problems = task ? problemsOf(table, task) : [`is about ${table.task ?? "no task"}`];
    return problems.map((problem) => `line ${table.line}: ${problem}`);
  });
}

function problemsOf(table: Table, task: TaskManifest): string[] {
  const declared = isInputsTable(table) ? task.inputs : (task.outputVariables ?? []);
  const listed = table.rows.map((row) => bare(row[table.header[0] ?? ""]));
  return [
    ...listed.filter((name) => !declared.some((each) => each.name === name)).map((name) => `${name} is not declared`),
    ...declared.filter(({ name }) => !listed.includes(name)).map(({ name }) => `${name} is not listed`),
    ...listed.filter((name, index) => listed.indexOf(name) !== index).map((name) => `${name} is listed twice`),
    ...table.rows.flatMap((row) => (isInputsTable(table) ? inputProblems(row, task) : outputProblems(row, task))),
  ];
}

function bare(cell = ""): string {
  return /^`(\w+)`$/.exec(cell)?.[1] ?? cell;
}

function inputProblems(row: Readonly<Record<string, string>>, { inputs }: TaskManifest): string[] {
  const input = inputs.find(({ name }) => name === bare(row.Input));
  if (input === undefined) return [];
  const [wanted, fits] = requirement(input);
  const text = Object.values(row).join(" ");
  const unnamed = Object.keys(input.options ?? {}).filter((option) => !text.includes(`\`${option}\``));
  return [
    ...(fits(row.Required ?? "") ? [] : [`${input.name} is required: ${wanted}, not "${row.Required}"`]),
    ...(namesDefault(input, text) ? [] : [`${input.name} has the default ${input.defaultValue}`]),
    ...unnamed.map((option) => `${input.name} offers ${option} as well`),
  ];
}

/** The expected cell for an input. For an input with a visibleRule, the cell must name the input in the rule. */
function requirement({ required, visibleRule }: TaskInput): [wanted: string, fits: (cell: string) => boolean] {
  if (required !== true) return ["no", (cell) => cell === "no"];
  const other = /^\w+/.exec(visibleRule ?? "")?.[0];
  if (other === undefined) return ["yes", (cell) => cell === "yes"];
  return [`depending on ${other}`, (cell) => cell.includes(`\`${other}\``)];
}

/** Whether the row names the default. Without a default in task.json, the task can compute one, so any text is correct. */
function namesDefault({ defaultValue = "" }: TaskInput, text: string): boolean {
  return defaultValue === "" || text.includes(`Default: \`${defaultValue}\``);
}

function outputProblems(row: Readonly<Record<string, string>>, { outputVariables = [] }: TaskManifest): string[] {
  const output = outputVariables.find(({ name }) => name === bare(row.Variable));
  if (output === undefined) return [];
  const secret = output.description?.startsWith("Secret.") === true ? "yes" : "no";
  return row.Secret === secret ? [] : [`${output.name} is secret: ${secret}`];
}

/** The outputs of steps with these tasks that a Markdown text uses but no task declares. */
export function undeclaredOutputs(markdown: string, tasks: readonly TaskManifest[]): string[] {
  const steps = yamlBlocks(markdown).flatMap(({ text }) => taskSteps(text));
  const ours = steps.filter(({ task }) => tasks.some((each) => yamlName(each) === task));
  const names = new Set(ours.map(({ name }) => name));
  const declared = new Set(tasks.flatMap(({ outputVariables = [] }) => outputVariables.map(({ name }) => name)));
  const read = [...markdown.matchAll(/(?:\$\(|[.'])(\w+)\.(\w+)(?:\)|'\])/g)];
  const ofOurSteps = read.filter(([, step]) => names.has(step));
  return ofOurSteps.flatMap(([, step, output = ""]) => (declared.has(output) ? [] : [`${step}.${output}`]));
}
