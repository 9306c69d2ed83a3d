import type { Connection, ExalateNode } from "../../../tools/exalate-node/node.ts";
import type { Nodes } from "../scenario.ts";

const seeds = new WeakMap<ExalateNode, Connection>();

/** A pending connection that the destination has initiated to this node. */
export function invited({ node, destination }: Nodes): Connection {
  const seed = seeds.get(destination) ?? destination.addConnection({ name: "jira_to_ado", remoteUrl: node.url });
  seeds.set(destination, seed);
  return seed;
}

/** The invitation code of that connection. */
export const code = (nodes: Nodes) => invited(nodes).invitationCode;
