import { type Answer, json, Refusal } from "./answer.ts";
import type { Connection } from "./connection.ts";
import type { Call, NodeSelf } from "./route.ts";

/** Connections per page when the request has no limit. */
export const defaultLimit = 50;

/** Largest number of connections per page. */
export const largestLimit = 100;

/** Lists one page of the connections. */
export function listConnections({ node, query }: Call): Answer {
  const offset = Number(query.offset ?? 0);
  const limit = Math.min(Number(query.limit ?? defaultLimit), largestLimit);
  const first = node.settings.dialect.paging === "page" ? offset * limit : offset;
  const all = node.registry.allAsOf(Date.now() - node.settings.listDelayMilliseconds);
  return json(200, { offset, limit, total: all.length, results: all.slice(first, first + limit).map(listed) });
}

/** The members of a connection in answers to changes. */
export function brief({ id, name, status }: Connection): Pick<Connection, "id" | "name" | "status"> {
  return { id, name, status };
}

/**
 * Finds the connection that a request is about.
 * @throws Refusal 404 when there is none
 */
export function connectionById(node: NodeSelf, id: string | undefined): Connection {
  const connection = node.registry.find(id ?? "");
  if (!connection) throw new Refusal(404, `Connection ${id} not found`);
  return connection;
}

function listed({ id, name, description, status, remoteUrl }: Connection) {
  return { id, name, description, status, communication: { remoteUrl } };
}
