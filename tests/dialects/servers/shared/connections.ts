import { randomBytes, randomUUID } from "node:crypto";
import { type Invitation, openInvitation, sealInvitation } from "../../../../tools/exalate-node/invitation.ts";
import type { KnownConnection } from "./dialect-server.ts";
import { type Project, projectsOf, type Side } from "./projects.ts";

/** The settings of a connection. */
export interface ConnectionSettings {
  readonly name: string;
  readonly description: string;
  readonly mode: Invitation["mode"];
  readonly localShortName: string;
  readonly remoteShortName: string;
  /** Null when this side cannot reach the other one. */
  readonly remoteUrl: string | null;
  readonly project: Project;
}

/** A connection as one side knows it. */
export interface Connection extends ConnectionSettings {
  readonly id: string;
  readonly status: "PENDING" | "ACTIVE" | "DEACTIVATED";
  /** Proves to the initiating side that the other one has the invitation. */
  readonly sharedSecret: string;
  /** The code as clients see it; empty when there is none. */
  readonly invitationCode: string;
}

/** What the connections of a server need to know of it. */
export interface ConnectionsOptions {
  readonly nodeUrl: string;
  /** Makes the id of a new connection. */
  readonly newId: (name: string) => string;
  /** Changes the form of a code, for example breaks it into lines. */
  readonly writeCode?: (code: string) => string;
}

/** The connections of one side, independent of how its API shows them. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #byId = new Map<string, Connection>();
  readonly #codes: string[] = [];

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  /** All connections, oldest first. */
  get all(): Connection[] {
    return [...this.#byId.values()];
  }

  /** The codes given out so far, also those of removed connections. */
  get codes(): string[] {
    return [...this.#codes];
  }

  /** Id, name and status of all connections. */
  known(): KnownConnection[] {
    return this.all.map(({ id, name, status }) => ({ id, name, status }));
  }

  named(name: string): Connection | undefined {
    return this.all.find((connection) => connection.name === name);
  }

  withId(id: string): Connection | undefined {
    return this.#byId.get(id);
  }

  /** Adds a pending connection with its code. */
  initiate(settings: ConnectionSettings): Connection {
    const [id, sharedSecret] = [this.#options.newId(settings.name), randomBytes(24).toString("base64url")];
    const code = sealInvitation({
      ...{ sharedSecret, connectionId: id, connectionName: settings.name, mode: settings.mode },
      ...{ initiatorShortName: settings.localShortName, acceptorShortName: settings.remoteShortName },
      ...{ private: settings.remoteUrl === null, nodeUrl: this.#options.nodeUrl, nodeUid: randomUUID() },
      ...{ trackerType: "customconnectornode", nodeVersion: "5.8.1" },
    });
    const invitationCode = this.#options.writeCode?.(code) ?? code;
    this.#codes.push(invitationCode);
    return this.#keep({ ...settings, id, status: "PENDING", sharedSecret, invitationCode });
  }

  /** The content of a code; undefined when it is none, or is this side's own. */
  open(code: string): Invitation | undefined {
    const invitation = openInvitation(code);
    return invitation === null || invitation.nodeUrl === this.#options.nodeUrl ? undefined : invitation;
  }

  /** Adds the connection of an invitation that the other side has confirmed. */
  accept(invitation: Invitation, project: Project): Connection {
    const { connectionName: name, mode, nodeUrl: remoteUrl, sharedSecret } = invitation;
    const names = { localShortName: invitation.acceptorShortName, remoteShortName: invitation.initiatorShortName };
    const id = this.#options.newId(name);
    const settings = { name, description: "", mode, remoteUrl, project, ...names };
    return this.#keep({ ...settings, id, status: "ACTIVE", sharedSecret, invitationCode: "" });
  }

  /** Makes the pending connection with this secret active. False when there is none, so that a code works only once. */
  confirm(sharedSecret: unknown): boolean {
    const found = this.all.find((each) => each.sharedSecret === sharedSecret && each.status === "PENDING");
    if (found) this.#keep({ ...found, status: "ACTIVE", invitationCode: "" });
    return found !== undefined;
  }

  /** Makes the code of a pending connection useless. */
  revoke(id: string): void {
    const found = this.#byId.get(id);
    if (found) this.#keep({ ...found, sharedSecret: randomUUID(), invitationCode: "" });
  }

  remove(id: string): boolean {
    return this.#byId.delete(id);
  }

  clear(): void {
    this.#byId.clear();
  }

  /** Adds active connections with these names. */
  addExisting(names: readonly string[], side: Side): void {
    const [project] = projectsOf(side);
    if (project === undefined) return;
    const common = { description: "", remoteUrl: null, project, localShortName: "local", remoteShortName: "remote" };
    for (const name of names) {
      const { sharedSecret } = this.initiate({ ...common, name, mode: "script" });
      this.confirm(sharedSecret);
    }
  }

  #keep(connection: Connection): Connection {
    this.#byId.set(connection.id, connection);
    return connection;
  }
}
