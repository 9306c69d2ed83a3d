import { createHash } from "node:crypto";
import { objectOf, type Schema } from "../../../../tools/exalate-node/schema.ts";
import type { Connection } from "../shared/connections.ts";
import { type Answer, jsonAnswer } from "../shared/loopback.ts";
import type { Project } from "../shared/projects.ts";
import type { Refusal } from "../shared/refusal.ts";

/** The group and version of the objects. */
export const apiVersion = "sync.contoso.example/v1";

const text: Schema = { type: "string" };
const projectRef = objectOf({ name: text });

function kindOf(kind: string, spec: Schema): Schema {
  const constant = (value: string): Schema => ({ type: "string", enum: [value] });
  return objectOf({ apiVersion: constant(apiVersion), kind: constant(kind), spec });
}

/** The objects that clients create, by their kinds. */
export const schemas = {
  Connection: kindOf(
    "Connection",
    objectOf(
      {
        displayName: { type: "string", maxLength: 255 },
        description: text,
        mode: { type: "string", enum: ["Script", "Basic"] },
        local: objectOf({ shortName: text }),
        remote: objectOf({ shortName: text, url: text }, ["shortName"]),
        projectRef,
      },
      ["displayName", "mode", "local", "remote", "projectRef"],
    ),
  ),
  DestinationReview: kindOf("DestinationReview", objectOf({ url: text })),
  InvitationReview: kindOf("InvitationReview", objectOf({ invitation: text })),
  Acceptance: kindOf("Acceptance", objectOf({ invitation: text, projectRef })),
  Handshake: kindOf("Handshake", objectOf({ secret: text })),
};

/** A connection to create. */
export interface ConnectionObject {
  readonly spec: {
    readonly displayName: string;
    readonly description?: string;
    readonly mode: "Script" | "Basic";
    readonly local: { readonly shortName: string };
    readonly remote: { readonly shortName: string; readonly url?: string };
    readonly projectRef: { readonly name: string };
  };
}

/** An invitation to accept. */
export interface AcceptanceObject {
  readonly spec: { readonly invitation: string; readonly projectRef: { readonly name: string } };
}

const phases = { PENDING: "AwaitingAcceptance", ACTIVE: "Established", DEACTIVATED: "Suspended" } as const;

/** A connection as the API shows it; being deleted when there is a time of its deletion. */
export function connectionObject(connection: Connection, resourceVersion: number, deletionTimestamp?: string) {
  const { id, name, description, mode, status, localShortName, remoteShortName, remoteUrl, project } = connection;
  return {
    apiVersion,
    kind: "Connection",
    metadata: {
      ...{ name: id, namespace: "default", uid: uidOf(id), resourceVersion: String(resourceVersion) },
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    },
    spec: {
      ...{ displayName: name, description, mode: mode === "script" ? "Script" : "Basic" },
      local: { shortName: localShortName },
      remote: { shortName: remoteShortName, ...(remoteUrl === null ? {} : { url: remoteUrl }) },
      projectRef: { name: nameOf(project) },
    },
    status: { phase: phases[status], conditions: [{ type: "Ready", status: status === "ACTIVE" ? "True" : "False" }] },
  };
}

/** The same for each showing of an object, in the form of a UUID. */
function uidOf(id: string): string {
  const digest = createHash("sha256").update(id).digest("hex");
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20, 32),
  ].join("-");
}

/** A project as the API shows it. */
export function projectObject(project: Project) {
  return { apiVersion, kind: "Project", metadata: { name: nameOf(project) }, spec: { displayName: project.name } };
}

/** The name of a project's object. */
export function nameOf({ name, id }: Project): string {
  return `${label(name)}-${id}`;
}

/** A text as part of an object's name (RFC 1123 label). */
export function label(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

/** An object of another kind. */
export function objectAnswer(status: number, kind: string, content: Readonly<Record<string, unknown>>): Answer {
  return jsonAnswer(status, { apiVersion, kind, ...content });
}

/** A refusal. */
export function statusAnswer({ status, message }: Refusal): Answer {
  const reason = reasons[status] ?? "InternalError";
  return jsonAnswer(status, {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    code: status,
  });
}

const reasons: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  404: "NotFound",
  405: "MethodNotAllowed",
  409: "AlreadyExists",
  422: "Invalid",
};
