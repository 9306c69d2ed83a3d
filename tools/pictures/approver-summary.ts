import { marked } from "marked";
import type { ExampleRun, ShownSummary } from "./example-run.ts";
import { html, Markup } from "./html.ts";
import { pageOf } from "./page.ts";
import { backArrow, chevron, waiting } from "./symbols.ts";
import { light } from "./theme.ts";

/** What the tab *Extensions* of a run shows while the run waits for the approval: the summaries of its first stage. */
export function approverSummaryPage({ number, pipeline, stages: [first] }: ExampleRun): string {
  const steps = (first?.jobs ?? []).flatMap((job) => job.steps);
  return pageOf({
    style,
    body: html`<header>${backArrow}${waiting}<h1>#${number}</h1><p>${pipeline}</p></header>
<nav><span>Summary</span><span>Environments</span><span class="selected">Extensions</span></nav>
<main>
${steps.flatMap(({ summaries }) => summaries.map(card))}
</main>`,
  });
}

function card({ title, markdown }: ShownSummary): Markup {
  return html`<article>
<h2>${chevron(true)}${title}</h2>
${new Markup(marked.parse(markdown, { async: false, gfm: true }))}
</article>
`;
}

const style = `
header { display: flex; align-items: center; gap: 10px; padding: 12px 20px 8px; background: ${light.card}; }
h1 { margin: 0; font-size: 17px; }
header p { margin: 0; color: ${light.secondary}; }
nav { display: flex; gap: 26px; padding: 4px 22px 0; background: ${light.card}; border-bottom: 1px solid ${light.line}; }
nav span { padding: 4px 2px 8px; }
nav .selected { font-weight: bold; border-bottom: 3px solid ${light.accent}; }
main { padding: 14px 20px 20px; }
article { padding: 10px 18px 6px; background: ${light.card}; border: 1px solid ${light.line}; border-radius: 4px; }
h2 { display: flex; align-items: center; gap: 8px; margin: 0; padding-bottom: 8px; font-size: 15px; border-bottom: 1px solid ${light.line}; }
h3 { margin: 14px 0 10px; font-size: 17px; line-height: 22px; }
h4 { margin: 12px 0 8px; font-size: 15px; }
table { border-collapse: collapse; margin: 10px 0; }
thead:not(:has(th:not(:empty))) { display: none; }
th, td { padding: 5px 12px; border: 1px solid ${light.line}; text-align: left; }
blockquote { margin: 12px 0; padding: 2px 14px; border-left: 4px solid ${light.line}; }
blockquote p { margin: 4px 0; }
p { margin: 10px 0; }
`;
