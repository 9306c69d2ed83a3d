import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { fakeToken } from "../../../../tools/exalate-node/node.ts";
import { type Connection, Connections } from "../shared/connections.ts";
import type { DialectOptions, DialectServer } from "../shared/dialect-server.ts";
import { type Answer, jsonAnswer, type Received } from "../shared/loopback.ts";
import { answersAt, postToPeer } from "../shared/peer.ts";
import { type Project, projectsOf } from "../shared/projects.ts";
import { presentOr, Refusal, strictBody } from "../shared/refusal.ts";
import { type Dialect, serve } from "../shared/serve.ts";
import description from "./description.json";
import * as objects from "./objects.ts";

/**
 * An API in the manner of Kubernetes: objects with metadata, spec and status, names made by the server, lists with
 * `limit` and `continue`, watches, and deletes that end after their answer. A bearer token is the session. A delete of
 * the whole list exists, as Kubernetes has it.
 */
export function start(options: DialectOptions): Promise<DialectServer> {
  return serve({
    consoleApi: fileURLToPath(new URL("console-api.ts", import.meta.url)),
    intended: [
      /^POST \/apis\/sync\.contoso\.example\/v1\/namespaces\/default\/(connections|invitations|invitationreviews)$/,
      /^POST \/apis\/sync\.contoso\.example\/v1\/namespaces\/default\/(destinationreviews|handshakes)$/,
      /^DELETE \/apis\/sync\.contoso\.example\/v1\/namespaces\/default\/connections\/[a-z\d-]+$/,
    ],
    dialect: (url) => new KubernetesServer(url, options),
  });
}

const namespace = "/apis/sync.contoso.example/v1/namespaces/default";

/** The address of a resource: `connections`, perhaps the name of one, and perhaps a part of it. */
interface Address {
  readonly resource: string;
  readonly name: string | undefined;
  readonly part: string | undefined;
}

class KubernetesServer implements Dialect {
  readonly connections: Connections;
  readonly sessions: readonly string[] = [fakeToken];
  readonly #projects: readonly Project[];
  readonly #delayMilliseconds: number;
  /** When the connections that are being deleted were asked to go, by their names. */
  readonly #deletions = new Map<string, string>();
  #version = 1000;

  constructor(url: string, { side, existing = [], delayMilliseconds = 1000 }: DialectOptions) {
    this.#projects = projectsOf(side);
    this.#delayMilliseconds = delayMilliseconds;
    const newId = (name: string) => `${objects.label(name)}-${randomBytes(3).toString("hex")}`;
    this.connections = new Connections({ nodeUrl: url, newId });
    this.connections.addExisting(existing, side);
  }

  async answer(request: Received): Promise<Answer> {
    try {
      return await this.#answer(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return objects.statusAnswer(error);
    }
  }

  #answer(request: Received): Answer | Promise<Answer> {
    const { method, path, headers } = request;
    if (path === "/openapi/v2") return jsonAnswer(200, description);
    const isFromNode = path === `${namespace}/handshakes`;
    if (!isFromNode && headers.authorization !== `Bearer ${fakeToken}`) throw new Refusal(401, "Unauthorized");
    if (path === "/version") return jsonAnswer(200, { major: "1", minor: "31" });
    if (!path.startsWith(`${namespace}/`)) throw new Refusal(404, "the server could not find the requested resource");
    const [resource = "", name, part] = path.slice(namespace.length + 1).split("/");
    const address = { resource, name, part };
    if (method === "GET") return this.#get(request, address);
    if (method === "POST" && name === undefined) return this.#create(request, resource);
    if (method === "DELETE" && resource === "connections") return this.#delete(address);
    throw new Refusal(405, "the server does not allow this method on the requested resource");
  }

  #get({ query }: Received, { resource, name, part }: Address): Answer {
    const kind = `${resource}${name === undefined ? "" : "/name"}${part === undefined ? "" : `/${part}`}`;
    if (kind === "connections" && query.get("watch") === "true") return jsonAnswer(200, {});
    if (kind === "connections") return this.#list(query);
    if (kind === "connections/name") return jsonAnswer(200, this.#shown(this.#existing(name)));
    if (kind === "connections/name/invitation") return this.#showInvitation(this.#existing(name));
    if (kind === "projects") {
      return objects.objectAnswer(200, "ProjectList", {
        metadata: {},
        items: this.#projects.map(objects.projectObject),
      });
    }
    throw new Refusal(404, `${resource} "${name}" not found`);
  }

  #create(request: Received, resource: string): Answer | Promise<Answer> {
    const { Connection, InvitationReview, Acceptance, Handshake, DestinationReview } = objects.schemas;
    switch (resource) {
      case "connections":
        return this.#initiate(strictBody(request, Connection, 422));
      case "destinationreviews":
        return review(strictBody(request, DestinationReview, 422));
      case "invitationreviews":
        return this.#review(strictBody(request, InvitationReview, 422));
      case "invitations":
        return this.#accept(strictBody(request, Acceptance, 422));
      case "handshakes":
        return this.#confirm(strictBody(request, Handshake, 422));
      default:
        throw new Refusal(404, "the server could not find the requested resource");
    }
  }

  /** A page has at most 50 objects. `continue` is opaque: how many objects come before the page. */
  #list(query: URLSearchParams): Answer {
    const begin = Number(Buffer.from(query.get("continue") ?? "", "base64url").toString());
    const end = begin + Math.min(Number(query.get("limit") ?? 50), 50);
    const { all } = this.connections;
    const remainingItemCount = Math.max(0, all.length - end);
    const more =
      remainingItemCount === 0 ? {} : { continue: Buffer.from(String(end)).toString("base64url"), remainingItemCount };
    const metadata = { resourceVersion: String(this.#version), ...more };
    const items = all.slice(begin, end).map((connection) => this.#shown(connection));
    return objects.objectAnswer(200, "ConnectionList", { metadata, items });
  }

  #shown(connection: Connection) {
    return objects.connectionObject(connection, this.#version, this.#deletions.get(connection.id));
  }

  #existing(name = ""): Connection {
    return presentOr(this.connections.withId(name), 404, `connections "${name}" not found`);
  }

  #initiate({ spec }: objects.ConnectionObject): Answer {
    this.#checkNameIsFree(spec.displayName);
    this.#version += 1;
    const made = this.connections.initiate({
      name: spec.displayName,
      description: spec.description ?? "",
      mode: spec.mode === "Script" ? "script" : "basic",
      localShortName: spec.local.shortName,
      remoteShortName: spec.remote.shortName,
      remoteUrl: spec.remote.url ?? null,
      project: this.#project(spec.projectRef.name),
    });
    return jsonAnswer(201, this.#shown(made));
  }

  #checkNameIsFree(displayName: string): void {
    if (this.connections.named(displayName)) throw new Refusal(409, `displayName "${displayName}" already exists`);
  }

  #project(name: string): Project {
    const found = this.#projects.find((project) => objects.nameOf(project) === name);
    return presentOr(found, 422, `spec.projectRef.name: Invalid value: "${name}"`);
  }

  #showInvitation({ id, invitationCode }: Connection): Answer {
    if (invitationCode === "") throw new Refusal(404, `connections/invitation "${id}" not found`);
    return objects.objectAnswer(200, "Invitation", { metadata: { name: id }, status: { invitation: invitationCode } });
  }

  /** The object stays in the list for a moment, as with a finalizer. Its invitation is useless at once. */
  #delete({ name, part }: Address): Answer {
    if (name === undefined) return this.#deleteCollection();
    const found = this.#existing(name);
    if (part === "invitation") return this.#deleteInvitation(found);
    if (part !== undefined) throw new Refusal(404, `connections/${part} "${name}" not found`);
    this.#version += 1;
    this.connections.revoke(name);
    this.#deletions.set(name, new Date().toISOString());
    setTimeout(() => this.connections.remove(name), this.#delayMilliseconds).unref();
    return jsonAnswer(200, this.#shown(found));
  }

  #deleteCollection(): Answer {
    this.connections.clear();
    return objects.objectAnswer(200, "ConnectionList", { metadata: {}, items: [] });
  }

  #deleteInvitation({ id }: Connection): Answer {
    this.connections.revoke(id);
    return objects.objectAnswer(200, "Invitation", { metadata: { name: id }, status: {} });
  }

  #review({ spec: { invitation } }: { readonly spec: { readonly invitation: string } }): Answer {
    const { connectionName: displayName, initiatorShortName, nodeUrl } = this.#open(invitation);
    const status = { displayName, remote: { shortName: initiatorShortName, url: nodeUrl } };
    return objects.objectAnswer(201, "InvitationReview", { metadata: {}, status });
  }

  #open(code: string) {
    return presentOr(this.connections.open(code), 422, "spec.invitation: Invalid value");
  }

  async #accept({ spec }: objects.AcceptanceObject): Promise<Answer> {
    const [invitation, project] = [this.#open(spec.invitation), this.#project(spec.projectRef.name)];
    this.#checkNameIsFree(invitation.connectionName);
    const status = await postHandshake(invitation.nodeUrl, invitation.sharedSecret);
    if (status !== 201) throw new Refusal(422, "spec.invitation: Invalid value: it was used or deleted");
    this.#version += 1;
    const { id } = this.connections.accept(invitation, project);
    const metadata = { name: `acceptance-${randomBytes(3).toString("hex")}` };
    return objects.objectAnswer(201, "Acceptance", { metadata, status: { connectionRef: { name: id } } });
  }

  /** The call of the accepting node. */
  #confirm({ spec: { secret } }: { readonly spec: { readonly secret: string } }): Answer {
    if (!this.connections.confirm(secret)) throw new Refusal(404, "there is no such invitation");
    this.#version += 1;
    return objects.objectAnswer(201, "Handshake", { metadata: {} });
  }
}

function postHandshake(nodeUrl: string, secret: string): Promise<number> {
  const { apiVersion } = objects;
  return postToPeer(`${nodeUrl}${namespace}/handshakes`, { apiVersion, kind: "Handshake", spec: { secret } });
}

async function review({ spec: { url } }: { readonly spec: { readonly url: string } }): Promise<Answer> {
  const status = { reachable: await answersAt(url), modes: ["Basic", "Script"] };
  return objects.objectAnswer(201, "DestinationReview", { metadata: {}, status });
}
