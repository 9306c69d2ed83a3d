import { objectOf, type Schema } from "../../../../tools/exalate-node/schema.ts";
import type { Connection } from "../shared/connections.ts";
import type { Answer } from "../shared/loopback.ts";

const text: Schema = { type: "string" };
const shortName: Schema = { type: "string", maxLength: 64 };
const partner = objectOf({ url: { ...text, "x-nullable": true }, shortName }, ["shortName"]);

/** The request bodies. */
export const requests = {
  login: objectOf({ username: text, password: text }),
  lookup: objectOf({ url: text }),
  connection: objectOf(
    {
      displayName: { type: "string", maxLength: 255 },
      description: text,
      type: { type: "string", enum: ["SCRIPTED", "SIMPLE"] },
      ownShortName: shortName,
      partner,
      projectId: { type: "integer" },
    },
    ["displayName", "type", "ownShortName", "partner", "projectId"],
  ),
  verification: objectOf({ code: text }),
  acceptance: objectOf({ code: text, projectId: { type: "integer" } }),
};

/** Body of `POST /connections`. */
export interface ConnectionRequest {
  readonly displayName: string;
  readonly description?: string;
  readonly type: "SCRIPTED" | "SIMPLE";
  readonly ownShortName: string;
  readonly partner: { readonly url?: string | null; readonly shortName: string };
  readonly projectId: number;
}

/** Body of `POST /invitations/acceptances`. */
export interface AcceptanceRequest {
  readonly code: string;
  readonly projectId: number;
}

const states = { PENDING: "AWAITING_PARTNER", ACTIVE: "LINKED", DEACTIVATED: "PAUSED" } as const;

/** A connection as the API shows it. */
export function connectionResource(connection: Connection) {
  return {
    id: Number(connection.id),
    displayName: connection.name,
    description: connection.description,
    type: connection.mode === "script" ? "SCRIPTED" : "SIMPLE",
    state: states[connection.status],
    ownShortName: connection.localShortName,
    partner: { url: connection.remoteUrl, shortName: connection.remoteShortName },
    project: connection.project,
  };
}

/** Problem details of a refused request. */
export function problem(status: number, detail: string, instance: string): Answer {
  const body = JSON.stringify({ type: "about:blank", title: titles[status] ?? "Error", status, detail, instance });
  return { status, headers: { "Content-Type": "application/problem+json" }, body };
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  415: "Unsupported Media Type",
};

/** One page of a list. `page` counts from 0, and a page has at most 50 entries. */
export function pageOf<Entry>(entries: readonly Entry[], query: URLSearchParams) {
  const number = Number(query.get("page") ?? 0);
  const size = Math.min(Number(query.get("size") ?? 20), 50);
  const content = entries.slice(number * size, (number + 1) * size);
  const totalPages = Math.ceil(entries.length / size);
  return {
    ...{ content, number, size, totalElements: entries.length, totalPages, numberOfElements: content.length },
    ...{ first: number === 0, last: number + 1 >= totalPages, empty: content.length === 0 },
  };
}
