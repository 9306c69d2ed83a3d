import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { fakePassword, fakeToken, fakeUser } from "../../tools/exalate-node/node.ts";
import { assertMembers, base, jsonOf, memberOf, send, settings } from "./requests.ts";

interface NodeProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly greeting: string;
}

const main = "tools/exalate-node/main.ts";
const children = new Set<ChildProcess>();

function startProcess(...args: string[]): Promise<NodeProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  return new Promise((resolve, reject) => {
    let greeting = "";
    child.once("exit", (code) => reject(new Error(`The node ended with ${code}`)));
    child.stdout?.on("data", (chunk) => {
      greeting += chunk;
      const url = /listening at (\S+)/.exec(greeting)?.[1];
      if (url && greeting.includes("Stop with")) resolve({ child, url, greeting });
    });
  });
}

function stop({ child }: NodeProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill(signal);
  });
}

function runToEnd(...args: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", main, ...args], { encoding: "utf8", timeout: 15_000 });
}

async function signIn({ url }: NodeProcess, user: string, password: string) {
  const body = { authProtocol: "basic", user, password };
  const reply = await send("POST", `${url}${base}/authenticate`, { body });
  return { "X-exalate-jwt": String(reply.headers["x-exalate-jwt"]) };
}

describe("embedded node: as a process", () => {
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    children.clear();
  });

  it("makes a connection with another process ACTIVE", async () => {
    const [source, destination] = await Promise.all([startProcess(), startProcess("--project", "Cases")]);
    const atSource = await signIn(source, "", fakeToken);
    const atDestination = await signIn(destination, fakeUser, fakePassword);
    const body = { ...settings, remoteUrl: destination.url };
    const initiated = await send("POST", `${source.url}${base}/connections`, { headers: atSource, body });
    const acceptance = { invitationCode: memberOf(initiated, "invitationCode"), project: "Cases" };
    const accepted = await send("POST", `${destination.url}${base}/connections/accept`, {
      headers: atDestination,
      body: acceptance,
    });
    assert.equal(memberOf(accepted, "status"), "ACTIVE");
    const listed = await send("GET", `${source.url}${base}/connections`, { headers: atSource });
    assertMembers(JSON.parse(listed.text).results[0], {
      name: settings.name,
      status: "ACTIVE",
      communication: { remoteUrl: destination.url },
    });
  });

  it("prints its URL, credentials, console and Swagger page, and stops on a signal", async () => {
    const node = await startProcess("--tracker", "snownode");
    for (const part of [`Console   ${node.url}/\n`, base, "/swagger", fakeToken, fakeUser, fakePassword, "snownode"]) {
      assert.ok(node.greeting.includes(part), part);
    }
    assert.equal(await stop(node, "SIGTERM"), 0);
    assert.equal(await stop(await startProcess(), "SIGINT"), 0);
  });

  it("keeps its state after it was killed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "exalate-node-"));
    try {
      const args = ["--state-file", join(folder, "state.json")];
      const first = await startProcess(...args);
      const headers = await signIn(first, "", fakeToken);
      await send("POST", `${first.url}${base}/connections`, { headers, body: settings });
      await stop(first, "SIGKILL");
      const second = await startProcess(...args);
      assertMembers(jsonOf(await send("GET", `${second.url}${base}/connections`, { headers })), {
        total: 1,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("reads its dialect from a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "exalate-node-"));
    try {
      const file = join(folder, "dialect.json");
      writeFileSync(file, JSON.stringify({ paths: { listConnections: "/relations" } }));
      const node = await startProcess("--dialect", file);
      const headers = await signIn(node, "", fakeToken);
      assert.equal((await send("GET", `${node.url}${base}/relations`, { headers })).status, 200);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("prints help, and refuses an unknown option", () => {
    const help = runToEnd("--help");
    assert.equal(help.status, 0);
    assert.match(help.stdout, /--port <number>/);
    const wrong = runToEnd("--prot", "1");
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /^Unknown option '--prot'/);
  });
});
