import assert from "node:assert/strict";
import * as http from "node:http";
import { describe, it } from "mocha";
import { firstConnectionName } from "../../tools/exalate-node/first-connections.ts";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { closedPort } from "../support/closed-port.ts";
import { ask, base, jsonOf, refusalOf, send, start } from "./requests.ts";

async function nodeWithConnections(count: number): Promise<ExalateNode> {
  const node = await start();
  for (let index = 0; index < count; index++) {
    node.addConnection({ name: `connection ${index}`, remoteUrl: "https://contoso.exalate.test" });
  }
  return node;
}

async function page(node: ExalateNode, query: string) {
  const { offset, limit, total, results } = JSON.parse((await ask(node, "GET", `/connections${query}`)).text);
  return [offset, limit, total, results.length, results[0]?.name];
}

describe("embedded node: reading", () => {
  it("lists connections as Exalate does", async () => {
    const node = await start();
    const url = "https://contoso.exalate.test";
    const open = node.addConnection({ name: "open", description: "Support", remoteUrl: url, status: "ACTIVE" });
    const hidden = node.addConnection({ name: "hidden", remoteUrl: null });
    assert.deepEqual(jsonOf(await ask(node, "GET", "/connections")), {
      offset: 0,
      limit: 50,
      total: 2,
      results: [
        { id: open.id, name: "open", description: "Support", status: "ACTIVE", communication: { remoteUrl: url } },
        { id: hidden.id, name: "hidden", description: "", status: "PENDING", communication: { remoteUrl: null } },
      ],
    });
  });

  it("has 50 connections per page by default, 100 at most", async () => {
    const node = await nodeWithConnections(120);
    assert.deepEqual(await page(node, ""), [0, 50, 120, 50, "connection 0"]);
    assert.deepEqual(await page(node, "?offset=100&limit=500"), [100, 100, 120, 20, "connection 100"]);
    assert.deepEqual(await page(node, "?limit=0"), [0, 0, 120, 0, undefined]);
    assert.deepEqual(await page(node, "?offset=120"), [120, 50, 120, 0, undefined]);
  });

  it("can start with many active connections, each with its own id and name", async () => {
    const node = await start({ connections: 1000 });
    const [first, last] = [node.connections()[0], node.connections()[999]];
    assert.deepEqual(
      [first, last].map((each) => [each?.name, each?.status]),
      [
        [firstConnectionName(1), "ACTIVE"],
        [firstConnectionName(1000), "ACTIVE"],
      ],
    );
    assert.equal(new Set(node.connections().map(({ id }) => id)).size, 1000);
    assert.deepEqual(await page(node, "?offset=999&limit=100"), [999, 100, 1000, 1, last?.name]);
    const added = node.addConnection({ name: "one more", remoteUrl: null });
    assert.ok(
      !node
        .connections()
        .slice(0, 1000)
        .some(({ id }) => id === added.id),
    );
  });

  it("refuses page arguments that are not numbers, and unknown parameters", async () => {
    const node = await start();
    const message = 'The parameter "limit" must be a number';
    assert.deepEqual(refusalOf(await ask(node, "GET", "/connections?limit=-1")), [400, message]);
    const unknown = await ask(node, "GET", "/connections?start=1");
    assert.deepEqual(refusalOf(unknown), [400, 'The parameter "start" is not known']);
  });

  it("finds projects by part of their name", async () => {
    const node = await start({ projects: ["Fabrikam", "Contoso Support", "Fabrikam Service Desk"] });
    const names = async (query: string) => {
      const { results } = JSON.parse((await ask(node, "GET", `/scopeparams/search${query}`)).text);
      return results.map(({ name }: { name: string }) => name);
    };
    assert.deepEqual(await names("?project=FAB"), ["Fabrikam", "Fabrikam Service Desk"]);
    assert.deepEqual(await names("?project=Fabrikm"), []);
    assert.equal((await names("?project=")).length, 3);
    assert.equal((await names("")).length, 3);
  });

  it("gives each project a key that connections can use", async () => {
    const node = await start();
    const [{ key }] = JSON.parse((await ask(node, "GET", "/scopeparams/search?project=support")).text).results;
    const body = { name: "n", localShortName: "a", remoteShortName: "b", private: true, mode: "basic", project: key };
    assert.match(key, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal((await ask(node, "POST", "/connections", body)).status, 201);
  });

  it("answers a healthcheck without a sign-in", async () => {
    const node = await start({ selfUrl: "https://fabrikam.exalate.test/", trackerType: "snownode", modes: ["basic"] });
    assert.deepEqual(jsonOf(await send("GET", `${node.url}${base}/healthcheck`)), {
      status: "ok",
      nodeUrl: "https://fabrikam.exalate.test",
      version: "5.8.1",
      trackerType: "snownode",
      modes: ["basic"],
    });
  });
});

describe("embedded node: describing a destination", () => {
  const describeDestination = (node: ExalateNode, url: string) =>
    ask(node, "GET", `/destinations?url=${encodeURIComponent(url)}`);

  it("returns the destination's own URL and its modes", async () => {
    const there = await start({ selfUrl: "https://contoso.exalate.test", modes: ["basic"] });
    const found = { reachable: true, nodeUrl: "https://contoso.exalate.test", modes: ["basic"] };
    assert.deepEqual(jsonOf(await describeDestination(await start(), `${there.url}/?from=mail`)), found);
  });

  it("says so when nothing answers", async () => {
    const nothing = { reachable: false, nodeUrl: null, modes: [] };
    assert.deepEqual(jsonOf(await describeDestination(await start(), `http://127.0.0.1:${closedPort}`)), nothing);
  });

  it("does not accept another web server as a node, nor follow its redirect", async () => {
    const there = await start();
    const server = http.createServer((_, response) => {
      response.writeHead(302, { Location: `${there.url}${base}/healthcheck` }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const reply = await describeDestination(await start(), `http://127.0.0.1:${port}`);
    server.close();
    assert.equal(JSON.parse(reply.text).reachable, false);
    assert.equal(there.requests.length, 0);
  });

  it("waits two seconds at most", async () => {
    const there = await start();
    there.misbehave({ operation: "healthcheck", fault: { kind: "hang" } });
    const begun = Date.now();
    const reply = await describeDestination(await start(), there.url);
    assert.equal(JSON.parse(reply.text).reachable, false);
    assert.ok(Date.now() - begun < 4000);
  });

  it("refuses anything but a web address", async () => {
    const node = await start();
    for (const url of ["contoso", "ftp://contoso.exalate.test", "file:///etc/hosts"]) {
      assert.deepEqual(refusalOf(await describeDestination(node, url)), [400, `"${url}" is not a URL`]);
    }
    assert.deepEqual(refusalOf(await ask(node, "GET", "/destinations")), [400, 'The parameter "url" is missing']);
  });
});
