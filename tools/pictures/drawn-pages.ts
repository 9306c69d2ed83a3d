import { createHash } from "node:crypto";
import { approverSummaryPage } from "./approver-summary.ts";
import type { ExampleRun } from "./example-run.ts";
import { flowDrawing, flowPage } from "./flow.ts";
import { runLogPage } from "./run-log.ts";
import { serviceConnectionFormPage } from "./service-connection-form.ts";
import { taskFormPage } from "./task-form.ts";

/** A page to take a picture of. */
export interface DrawnPage {
  /** The name of the picture's file without its ending. */
  readonly name: string;
  readonly html: string;
}

/** The pages that are drawn from a run of the example and from the manifests, and need no program to show them. */
export async function drawnPages(run: ExampleRun): Promise<DrawnPage[]> {
  return [
    { name: "run-log", html: runLogPage(run) },
    { name: "approver-summary", html: approverSummaryPage(run) },
    { name: "task-form", html: await taskFormPage() },
    { name: "service-connection-form", html: await serviceConnectionFormPage() },
    { name: "flow", html: flowPage() },
  ];
}

/** Identifies what a picture was made from. It is kept in the picture's file, so that an outdated picture is noticed. */
export function sourceOf({ html }: DrawnPage): string {
  return createHash("sha256").update(html).digest("hex");
}

/** A file of the folder of pictures. */
export interface PictureFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The drawings that a browser shows as they are. */
export function drawings(): PictureFile[] {
  const themes = ["light", "dark"] as const;
  return themes.map((theme) => ({ name: `flow-${theme}.svg`, content: Buffer.from(flowDrawing(theme)) }));
}
