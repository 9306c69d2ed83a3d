import { type Answer, empty, json, Refusal, text } from "./answer.ts";
import type { ConnectionStatus } from "./connection.ts";
import { brief, connectionById } from "./listing.ts";
import type { Call } from "./route.ts";

/** Removes a connection in any state. The other side is not informed. */
export function deleteConnection({ node, path }: Call): Answer {
  const connection = node.registry.find(path.id ?? "");
  if (!connection) {
    return text(404, `Connection ${path.id} not found. Seems like it was removed on the Destination side.`);
  }
  node.registry.remove(connection);
  return empty(204);
}

/** Deactivates an active connection on this side. */
export function deactivateConnection(call: Call): Answer {
  return changeStatus(call, "ACTIVE", "DEACTIVATED");
}

/** Activates a deactivated connection on this side. */
export function activateConnection(call: Call): Answer {
  return changeStatus(call, "DEACTIVATED", "ACTIVE");
}

function changeStatus({ node, path }: Call, from: ConnectionStatus, to: ConnectionStatus): Answer {
  const connection = connectionById(node, path.id);
  if (connection.status !== from) throw new Refusal(409, `Connection "${connection.name}" is not ${from}`);
  return json(200, brief(node.registry.update(connection, { status: to })));
}
