import { Fields } from "./fields.ts";
import { PipelineFileError, type Place } from "./place.ts";
import type { TreeNode } from "./tree.ts";

/** Checks `pool:`. All jobs run on this machine anyway. @throws PipelineFileError for an agentless job. */
export function readPool(fields: Fields): void {
  const node = fields.node("pool");
  if (node === undefined) return;
  if (node.kind === "text") refuseServerPool(node.text, node.at);
  else readPoolMembers(node);
}

function readPoolMembers(node: TreeNode): void {
  const pool = new Fields(node, "a pool");
  const name = pool.text("name");
  if (name !== undefined) refuseServerPool(name.text, name.at);
  pool.text("vmImage");
  pool.node("demands");
  pool.finish();
}

function refuseServerPool(name: string, at: Place): void {
  if (name.toLowerCase() !== "server") return;
  throw new PipelineFileError(at, "This runner cannot run an agentless job; Azure DevOps itself runs those.");
}
