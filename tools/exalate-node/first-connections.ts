import { randomBytes, randomUUID } from "node:crypto";
import type { Registry } from "./registry.ts";
import type { Settings } from "./settings.ts";

/** The name of one of the connections that a node starts with, by its number, counted from 1. */
export function firstConnectionName(number: number): string {
  return `Contoso_to_Fabrikam_${number}`;
}

/** Adds the active connections that a node starts with. They share most of their members: 100,000 take under a second. */
export function addFirstConnections(registry: Registry, { connections, projects: [project = ""] }: Settings): void {
  const shared = {
    description: "",
    status: "ACTIVE",
    localShortName: "Contoso",
    remoteShortName: "Fabrikam",
    remoteUrl: "https://fabrikam.exalate.test",
    private: false,
    mode: "script",
    project,
    role: "initiator",
    invitationCode: "",
    sharedSecret: randomBytes(32).toString("base64url"),
    peerUid: randomUUID(),
  } as const;
  registry.addMany(connections, (id, number) => ({ ...shared, id, name: firstConnectionName(number) }));
}
