import { kindOf, type LineKind } from "../local-agent/step-log.ts";
import type { ExampleRun, ShownJob, ShownStage, ShownStep } from "./example-run.ts";
import { html, type Markup } from "./html.ts";
import { pageOf } from "./page.ts";
import { backArrow, chevron, resultSymbol } from "./symbols.ts";
import { light, log } from "./theme.ts";

/**
 * The log of a run as Azure Pipelines shows it: its stages, jobs and steps, and the lines of the first step.
 * @throws Error when the run has no step
 */
export function runLogPage(run: ExampleRun): string {
  const selected = run.stages[0]?.jobs[0]?.steps[0];
  if (selected === undefined) throw new Error("The run has no step to show.");
  return pageOf({
    style,
    body: html`<header>${backArrow}<div><h1>Jobs in run #${run.number}</h1><p>${run.pipeline}</p></div></header>
<main>
<nav>
<h2>Jobs</h2>
${run.stages.map((stage) => stageEntry(stage, selected))}
</nav>
<section>
<h2>${resultSymbol(selected.result)}${selected.name}</h2>
<ol>
${selected.log.map(logLine)}
</ol>
</section>
</main>`,
  });
}

function stageEntry({ name, jobs }: ShownStage, selected: ShownStep): Markup {
  return html`<p class="stage">${chevron(true)}${name}</p>
${jobs.map((job) => jobEntry(job, selected))}`;
}

function jobEntry({ name, result, steps }: ShownJob, selected: ShownStep): Markup {
  return html`<p class="job">${resultSymbol(result)}${name}</p>
${steps.map((step) => stepEntry(step, step === selected))}`;
}

function stepEntry({ name, result }: ShownStep, isSelected: boolean): Markup {
  return html`<p class="step${isSelected ? " selected" : ""}">${resultSymbol(result)}${name}</p>
`;
}

function logLine(line: string): Markup {
  const kind = kindOf(line);
  return html`<li class="${kind}">${withoutTag(line, kind)}</li>
`;
}

function withoutTag(line: string, kind: LineKind): string {
  return kind === "output" ? line : line.replace(`##[${kind}]`, "");
}

const style = `
header { display: flex; align-items: center; gap: 14px; padding: 12px 18px; background: ${light.card}; }
h1 { margin: 0; font-size: 17px; }
header p { margin: 0; color: ${light.secondary}; font-size: 13px; }
main { display: flex; align-items: stretch; border-top: 1px solid ${light.line}; }
nav { width: 206px; flex: none; padding: 8px 0 14px; background: ${light.card}; font-size: 12.5px; }
nav h2 { margin: 4px 16px 6px; font-size: 14px; }
nav p { margin: 0; padding: 4px 8px 4px 16px; display: flex; align-items: center; gap: 8px; line-height: 18px; }
nav .stage { font-weight: bold; margin-top: 5px; }
nav .job { padding-left: 20px; }
nav .step { padding-left: 40px; }
nav .selected { background: ${light.selected}; font-weight: bold; }
section { flex: 1; background: ${log.ground}; color: ${log.output}; padding: 10px 8px 14px 0; }
section h2 { display: flex; gap: 8px; align-items: center; margin: 0 0 10px 18px; font-size: 14px; }
ol { margin: 0; padding: 0 0 0 34px; font: 11px/17px "DejaVu Sans Mono", Consolas, monospace; letter-spacing: -0.2px; }
li { padding-left: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
li::marker { color: ${log.number}; content: counter(list-item) " "; }
${Object.entries(log)
  .map(([kind, color]) => `li.${kind} { color: ${color}; }`)
  .join("\n")}
li.group { font-weight: bold; }
li.endgroup { display: none; }
`;
