import type { TaskResult } from "../local-agent/agent.ts";
import { html, type Markup } from "./html.ts";
import { light } from "./theme.ts";

/** The symbol of a result, as Azure Pipelines draws it beside stages, jobs and steps. */
export function resultSymbol(result: TaskResult): Markup {
  if (result === "Succeeded" || result === "SucceededWithIssues")
    return disc(light.succeeded, "M4.8 8.2 7.1 10.5 11.3 5.8");
  if (result === "Skipped") return disc(light.skipped, "M4.8 8 H11.2");
  return disc(light.required, "M5.4 5.4 10.6 10.6 M10.6 5.4 5.4 10.6");
}

/** The symbol of a run that waits. */
export const waiting = disc(light.accent, "M8 4.2 V8.4 L10.8 10");

function disc(fill: string, path: string): Markup {
  return html`<svg width="16" height="16" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${fill}"/><path d="${path}" fill="none" stroke="${light.card}" stroke-width="1.7"/></svg>`;
}

/** A chevron that points down for something open, to the right for something closed. */
export function chevron(isOpen: boolean, color?: string): Markup {
  return lineDrawing(isOpen ? "M3.5 6 8 10.5 12.5 6" : "M6 3.5 10.5 8 6 12.5", color);
}

/** The arrow that leads back. */
export const backArrow = lineDrawing("M14 8 H2.5 M7.5 3 2.5 8 7.5 13");

/** The cross that closes a panel. */
export const cross = lineDrawing("M3.5 3.5 12.5 12.5 M12.5 3.5 3.5 12.5");

/** The letter i in a circle, which opens the help of a field. */
export const info = html`<svg width="15" height="15" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.5" fill="none" stroke="${light.secondary}" stroke-width="1.2"/><path d="M8 7 V11.5 M8 4.3 V5.7" stroke="${light.secondary}" stroke-width="1.5"/></svg>`;

function lineDrawing(path: string, color: string = light.secondary): Markup {
  return html`<svg width="14" height="14" viewBox="0 0 16 16"><path d="${path}" fill="none" stroke="${color}" stroke-width="1.5"/></svg>`;
}
