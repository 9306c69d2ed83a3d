import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { describe, it } from "mocha";
import { Tunnels } from "../../../src/http/tunnels.ts";

describe("A tunnel through a proxy with https", () => {
  it("checks the certificate of the proxy by the proxy's name, not by that of the host behind it", async () => {
    const asked: string[] = [];
    const proxy = createServer({
      SNICallback: (name, refuse) => {
        asked.push(name);
        refuse(new Error("It has no certificate."));
      },
    });
    proxy.on("tlsClientError", () => {});
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    try {
      const url = new URL(`https://localhost:${(proxy.address() as AddressInfo).port}`);
      const tunnels = new Tunnels({ url, setBy: "agent" }, () => ({}));
      const error = await new Promise<Error | null>((resolve) => tunnels.open("node.contoso.com", 443, resolve));
      assert.match(String(error && "code" in error && error.code), /^PROXY_/);
      assert.deepEqual(asked, ["localhost"]);
    } finally {
      proxy.close();
    }
  });
});
