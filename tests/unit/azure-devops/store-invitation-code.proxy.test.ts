import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, it } from "mocha";
import { storeInvitationCode } from "../../../src/azure-devops/store-invitation-code.ts";
import { Secret } from "../../../src/core/secret.ts";
import { Connections } from "../../../src/http/connections.ts";
import type { NetworkSettings } from "../../../src/http/network-settings.ts";
import { type AzureDevOpsServer, startAzureDevOpsServer } from "../../../tools/azure-devops-server/server.ts";
import { accessTo, code } from "./fixture.ts";

/** A proxy that opens tunnels for one user. */
class TunnelProxy {
  readonly asked: string[] = [];
  readonly open = new Set<Duplex>();
  readonly #server: Server = createServer();

  async start(): Promise<string> {
    this.#server.on("connect", (request: IncomingMessage, socket: Duplex) => this.#tunnel(request, socket));
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.open) socket.destroy();
    this.#server.close();
  }

  #tunnel({ url = "", headers }: IncomingMessage, socket: Duplex): void {
    this.asked.push(`${url} ${headers["proxy-authorization"]}`);
    const { hostname, port } = new URL(`http://${url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [socket, onward]) {
      this.open.add(end);
      end.on("error", () => end.destroy()).on("close", () => this.open.delete(end));
    }
  }
}

describe("storeInvitationCode on an agent with a proxy", () => {
  const proxy = new TunnelProxy();
  let server: AzureDevOpsServer;
  let proxyUrl: string;

  beforeEach(async () => {
    server = await startAzureDevOpsServer();
    proxyUrl = await proxy.start();
  });
  afterEach(async () => {
    proxy.close();
    await server.close();
  });

  it("goes through the proxy with its credentials, and leaves no tunnel open", async () => {
    server.addVariableGroup({ name: "codes", variables: { region: { value: "west" } } });
    const settings: NetworkSettings = {
      proxy: { url: new URL(proxyUrl), credentials: new Secret("agent:fake"), setBy: "agent" },
    };
    const access = { ...accessTo(server), connectionsTo: () => new Connections(settings) };
    await storeInvitationCode({ kind: "variableGroup", group: "codes", project: "Fabrikam" }, new Secret(code), access);
    const basic = `Basic ${Buffer.from("agent:fake").toString("base64")}`;
    assert.ok(proxy.asked.length > 0);
    assert.deepEqual(new Set(proxy.asked), new Set([`${new URL(server.collectionUrl).host} ${basic}`]));
    assert.equal(server.group(1).variables.ExalateInvitationCode?.value, code);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(proxy.open.size, 0);
  });
});
