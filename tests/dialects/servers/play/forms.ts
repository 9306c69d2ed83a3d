import { wrapCode } from "../../../../tools/exalate-node/invitation.ts";
import { objectOf, type Schema } from "../../../../tools/exalate-node/schema.ts";
import type { Connection } from "../shared/connections.ts";
import { type Answer, jsonAnswer } from "../shared/loopback.ts";
import type { Refusal } from "../shared/refusal.ts";

const text: Schema = { type: "string" };
const trigger = objectOf({ projectKey: text, projectName: text });

/** Body of `POST /session`. */
export const signIn = objectOf({ credentials: objectOf({ kind: { type: "string", enum: ["pat"] }, token: text }) });

/** Body of `POST /session`. */
export interface SignIn {
  readonly credentials: { readonly kind: "pat"; readonly token: string };
}

/** Body of `POST /relation`. */
export const newRelation = objectOf({
  relation: objectOf(
    {
      name: { type: "string", maxLength: 255 },
      description: text,
      localInstance: objectOf({ shortName: text }),
      remoteInstance: objectOf({ shortName: text, url: text }, ["shortName"]),
    },
    ["name", "localInstance", "remoteInstance"],
  ),
  configuration: objectOf({ mode: { type: "string", enum: ["SCRIPT", "BASIC"] } }),
  trigger,
});

/** Body of `POST /relation`. */
export interface NewRelation {
  readonly relation: {
    readonly name: string;
    readonly description?: string;
    readonly localInstance: { readonly shortName: string };
    readonly remoteInstance: { readonly shortName: string; readonly url?: string };
  };
  readonly configuration: { readonly mode: "SCRIPT" | "BASIC" };
  readonly trigger: Trigger;
}

/** The project that receives items. */
export interface Trigger {
  readonly projectKey: string;
  readonly projectName: string;
}

/** Body of `POST /relation/invitation/verify`. */
export const code = objectOf({ invitationCode: text });

/** Body of `POST /relation/invitation/verify`. */
export interface Code {
  readonly invitationCode: string;
}

/** Body of `POST /relation/invitation/accept`. */
export const acceptance = objectOf({ invitationCode: text, trigger });

/** Body of `POST /relation/invitation/accept`. */
export interface Acceptance extends Code {
  readonly trigger: Trigger;
}

/** Body of `POST /relation/invitation/accepted`. */
export const accepted = objectOf({ secret: text });

/** A relation as the API shows it. */
export function relation(connection: Connection) {
  const { id, name, description, mode, status, localShortName, remoteShortName, remoteUrl, project } = connection;
  return {
    id,
    relation: {
      ...{ name, description, localInstance: { shortName: localShortName } },
      remoteInstance: { shortName: remoteShortName, url: remoteUrl },
    },
    configuration: { mode: mode === "script" ? "SCRIPT" : "BASIC" },
    trigger: { projectKey: project.key, projectName: project.name },
    status: status.toLowerCase(),
  };
}

/** A code in lines of standard base64. */
export function linesOf(code: string): string {
  return wrapCode(Buffer.from(code, "base64url").toString("base64"));
}

/** A successful answer in its envelope. */
export function ok(data: unknown, headers: Record<string, string> = {}): Answer {
  return jsonAnswer(200, { success: true, data }, headers);
}

/** A refusal in its envelope. */
export function refused({ status, message }: Refusal): Answer {
  return jsonAnswer(status, { success: false, errors: [{ key: "error.request", message }] });
}

/** A page. */
export function html(body: string): Answer {
  return { status: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body };
}

/** The page that shows the description. */
export const swaggerPage = `<!DOCTYPE html>
<title>Swagger UI</title>
<div id="swagger-ui"></div>
<script>SwaggerUIBundle({ url: "/assets/swagger.json", dom_id: "#swagger-ui" });</script>
`;
