import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeToken } from "../../tools/exalate-node/node.ts";
import { startNodes, stopNodes } from "../../tools/pictures/embedded-nodes.ts";
import { type ExampleRun, runExample } from "../../tools/pictures/example-run.ts";
import type { SecretsByName } from "../support/secret-scan.ts";

/** A run of the example, and what must not be in a picture of it. */
export interface FinishedRun {
  readonly run: ExampleRun;
  readonly secrets: SecretsByName;
}

/** Runs the example as the pictures show it, without a browser. */
export async function finishedRun(): Promise<FinishedRun> {
  const workFolder = mkdtempSync(join(tmpdir(), "exalate-pictures-"));
  const nodes = await startNodes(workFolder);
  try {
    const run = await runExample(nodes, { workFolder });
    const [code = ""] = nodes.contoso.connections().map(({ invitationCode }) => invitationCode);
    const sessions = [nodes.contoso, nodes.fabrikam].flatMap((node) => node.sessionTokens());
    const named = sessions.map((session, index) => [`session ${index}`, session]);
    return { run, secrets: { ...Object.fromEntries(named), code, token: fakeToken } };
  } finally {
    await stopNodes(nodes);
    rmSync(workFolder, { recursive: true, force: true });
  }
}
