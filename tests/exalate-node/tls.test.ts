import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { assertMembers, base, jsonOf, memberOf, send, settings, start } from "./requests.ts";

/** Creates a self-signed certificate for the loopback address; null when openssl is missing. */
function selfSigned(): { key: string; cert: string; ca: string } | null {
  const folder = mkdtempSync(join(tmpdir(), "exalate-node-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    const name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
    const made = spawnSync("openssl", ["req", ...kind, ...name, "-keyout", key, "-out", cert]);
    if (made.status !== 0) return null;
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8"), ca: readFileSync(cert, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("embedded node: over https", () => {
  it("connects with another https node that it trusts", async function () {
    const tls = selfSigned();
    if (!tls) return this.skip();
    const [source, destination] = [await start({ tls }), await start({ tls })];
    const { ca } = tls;
    const headers = (node: typeof source) => ({ "X-exalate-jwt": node.issueSession() });
    const described = await send("GET", `${source.url}${base}/destinations?url=${destination.url}`, {
      headers: headers(source),
      ca,
    });
    assertMembers(jsonOf(described), { reachable: true, nodeUrl: destination.url });
    const made = await send("POST", `${source.url}${base}/connections`, {
      headers: headers(source),
      body: settings,
      ca,
    });
    const body = { invitationCode: memberOf(made, "invitationCode"), project: "Fabrikam" };
    const accepted = await send("POST", `${destination.url}${base}/connections/accept`, {
      headers: headers(destination),
      body,
      ca,
    });
    assert.equal(memberOf(accepted, "status"), "ACTIVE");
    source.misbehave({ operation: "healthcheck", fault: { kind: "reset" } });
    await assert.rejects(send("GET", `${source.url}${base}/healthcheck`, { ca }), /socket hang up|ECONNRESET/);
  });
});
