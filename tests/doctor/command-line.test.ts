import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { readDialect } from "../../tools/exalate-node/dialects.ts";
import {
  type ExalateNodeOptions,
  fakePassword,
  fakeToken,
  fakeUser,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import { assertClean } from "../support/secret-scan.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface ProcessResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the doctor's command line in a separate process, for at most 30 s. */
function doctor(args: readonly string[], environment: Record<string, string> = {}): Promise<ProcessResult> {
  const { NODE_EXTRA_CA_CERTS: _, EXALATE_TOKEN: __, ...env } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "tools/doctor/main.ts", ...args], {
    cwd: root,
    env: { ...env, ...environment },
    timeout: 30_000,
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (texts.stdout += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (texts.stderr += chunk.toString("utf8")));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, ...texts }));
  });
}

const signedIn = { EXALATE_TOKEN: fakeToken };

async function doctorAt(options: ExalateNodeOptions, args: readonly string[] = [], environment = signedIn) {
  const node = await startExalateNode(options);
  try {
    const result = await doctor(["--node", node.url, ...args], environment);
    const secrets = { token: fakeToken, password: fakePassword, session: node.sessionTokens()[0] ?? "no session" };
    assertClean("output", result.stdout + result.stderr, secrets);
    return result;
  } finally {
    await node.close();
  }
}

describe("npm run doctor", function () {
  this.timeout(60_000);

  it("exits with 0 when every needed operation fits", async () => {
    const { exitCode, stdout, stderr } = await doctorAt({});
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^Operation +Call +How known +Needed +Verdict +What the node says$/m);
    assert.match(stdout, /^initiateConnection +POST \/connections +assumed +yes +fits$/m);
    assert.match(stdout, /Every operation that the tasks need fits what the node describes\.\n$/);
  });

  it("exits with 1 when an operation does not fit, and prints overrides to paste", async () => {
    const { exitCode, stdout } = await doctorAt({ dialect: readDialect("relations") });
    assert.equal(exitCode, 1);
    assert.match(stdout, /^ {2}"tokenPrefix": "Bearer ",$/m);
    assert.match(stdout, /^Does not fit what the node describes: listConnections, /m);
  });

  it("prints valid JSON with the complete overrides", async () => {
    const { exitCode, stdout } = await doctorAt({ dialect: readDialect("two-step") }, ["--json"]);
    const report: Record<string, unknown> = JSON.parse(stdout);
    assert.equal(exitCode, 1);
    assert.equal(report.fits, false);
    assert.ok(JSON.stringify(report.overrides).includes('"unavailable":true'));
    assert.ok(Array.isArray(report.operations) && report.operations.length === 8);
  });

  it("signs in with a user name and a password, and reads public pages without a credential", async () => {
    const credentials = { EXALATE_USER: fakeUser, EXALATE_PASSWORD: fakePassword };
    const node = await startExalateNode();
    try {
      const byPassword = await doctor(["--node", node.url], credentials);
      assert.match(byPassword.stdout, /^Sign-in +the credential was exchanged for a session$/m);
      const { exitCode, stdout } = await doctor(["--node", node.url]);
      assert.equal(exitCode, 0);
      assert.match(stdout, /^Sign-in +not tried, because there is no credential$/m);
    } finally {
      await node.close();
    }
  });

  it("reports refused credentials and continues with the public pages", async () => {
    const { exitCode, stdout } = await doctorAt({}, [], { EXALATE_TOKEN: "no such token" });
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Sign-in +EXA201: /m);
  });

  it("reports that there is no description", async () => {
    const { exitCode, stdout } = await doctorAt({ swaggerNeedsSignIn: true }, [], { EXALATE_TOKEN: "no such token" });
    assert.equal(exitCode, 1);
    assert.match(stdout, /^Description +none found; the node shows it to signed-in callers only$/m);
    assert.match(stdout, /^The operations could not be checked/m);
  });

  it("prints a hostile description without control characters or commands", async () => {
    const document = { swagger: "2.0", info: { title: "\u001b[31m##vso[task.complete result=Failed]\nx" }, paths: {} };
    const server = createServer((_, response) => response.end(JSON.stringify(document)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const { exitCode, stdout } = await doctor(["--node", `http://127.0.0.1:${port}`], signedIn);
      assert.equal(exitCode, 1);
      assert.ok(!stdout.includes("\u001b") && !stdout.includes("##vso["), stdout);
      assert.match(stdout, /^Description +Swagger 2\.0 /m);
    } finally {
      server.close();
    }
  });

  for (const [title, args, words] of [
    ["without --node", [], /--node is missing/],
    ["with an unknown option", ["--nod", "x"], /--help lists the options/],
    [
      "with a missing overrides file",
      ["--node", "https://127.0.0.1:1", "--api-overrides", "no/such"],
      /cannot be read/,
    ],
    ["with an address that is not https", ["--node", "http://node.contoso.com"], /EXA104/],
    ["when nothing answers", ["--node", "http://127.0.0.1:1"], /EXA402/],
  ] as const) {
    it(`exits with 2 ${title}`, async () => {
      const { exitCode, stdout, stderr } = await doctor(args, signedIn);
      assert.equal(exitCode, 2, stdout);
      assert.match(stderr, words);
      assert.equal(stdout, "");
    });
  }

  it("prints its help", async () => {
    const { exitCode, stdout } = await doctor(["--help"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Usage: npm run doctor -- --node <url>/);
    assert.match(stdout, /EXALATE_TOKEN/);
  });
});
