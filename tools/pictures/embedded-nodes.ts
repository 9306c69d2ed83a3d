import { join } from "node:path";
import { type ExalateNode, fakeToken, startExalateNode } from "../exalate-node/node.ts";
import { freshState, saveState } from "../exalate-node/state.ts";

/** The embedded nodes of the two organizations. */
export interface EmbeddedNodes {
  readonly contoso: ExalateNode;
  readonly fabrikam: ExalateNode;
}

/** The projects of the two trackers, which the example names. */
export const projects = { contoso: "Contoso Support", fabrikam: "Fabrikam Service Desk" };

/**
 * Starts the two nodes. The ids of their connections are the same each time.
 * @param folder where they keep their state
 */
export async function startNodes(folder: string): Promise<EmbeddedNodes> {
  return {
    contoso: await startNode(folder, "contoso"),
    fabrikam: await startNode(folder, "fabrikam"),
  };
}

/** Stops both. */
export async function stopNodes({ contoso, fabrikam }: EmbeddedNodes): Promise<void> {
  await Promise.all([contoso.close(), fabrikam.close()]);
}

// A node derives the ids of its connections from its own identity.
function startNode(folder: string, uid: keyof typeof projects): Promise<ExalateNode> {
  const stateFile = join(folder, `${uid}.json`);
  saveState(stateFile, { ...freshState(), uid });
  return startExalateNode({ stateFile, projects: [projects[uid]], tokens: [fakeToken] });
}
