import type { NetworkPlan, NetworkQuestion } from "./network-messages.ts";
import { NodesAndRelays } from "./nodes-and-relays.ts";

/**
 * The process with the nodes and the relays, which `Network` starts: what they do must not take the time of the process
 * that measures. It answers one question after another, and ends when the measuring process does.
 */
async function main(plan: NetworkPlan): Promise<void> {
  const nodes = await NodesAndRelays.start(plan);
  process.on("message", async (question: NetworkQuestion) => process.send?.(await answer(nodes, question)));
  process.on("disconnect", () => process.exit());
  process.send?.(nodes.places);
}

function answer(nodes: NodesAndRelays, question: NetworkQuestion): unknown {
  if (question === "begin") return nodes.begin();
  return question === "traffic" ? nodes.traffic() : nodes.prepare();
}

await main(JSON.parse(process.argv[2] ?? ""));
