import { type Answer, empty, json, Refusal, text } from "./answer.ts";
import type { ConnectionStatus } from "./connection.ts";
import { brief, connectionById } from "./listing.ts";
import type { Call } from "./route.ts";

/** Removes a connection in whatever state. The other side is not told. */
export function deleteConnection({ node, path }: Call): Answer {
  const connection = node.registry.find(path.id ?? "");
  if (!connection) {
    return text(404, `Connection ${path.id} not found. Seems like it was removed on the Destination side.`);
  }
  node.registry.remove(connection);
  return empty(204);
}

/** Stops an active connection, on this side. */
export function deactivateConnection(call: Call): Answer {
  return move(call, "ACTIVE", "DEACTIVATED");
}

/** Resumes a deactivated connection, on this side. */
export function activateConnection(call: Call): Answer {
  return move(call, "DEACTIVATED", "ACTIVE");
}

function move({ node, path }: Call, from: ConnectionStatus, to: ConnectionStatus): Answer {
  const connection = connectionById(node, path.id);
  if (connection.status !== from) throw new Refusal(409, `Connection "${connection.name}" is not ${from}`);
  return json(200, brief(node.registry.update(connection, { status: to })));
}
