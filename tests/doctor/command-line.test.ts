import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
import { linksDocument } from "../support/foreign-documents.ts";
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
    assert.match(stdout, /^Does not fit what the node describes: listConnections, .* Next: record .*"npm run learn"/m);
  });

  it("prints valid JSON with the complete overrides", async () => {
    const { exitCode, stdout } = await doctorAt({ dialect: readDialect("two-step") }, ["--json"]);
    const report: Record<string, unknown> = JSON.parse(stdout);
    assert.equal(exitCode, 1);
    assert.equal(report.outcome, "does not hold");
    assert.ok(JSON.stringify(report.overrides).includes('"path":"/relations"'));
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
      assert.match(stdout, /fits what the node describes\. The credential was not checked\.\n$/);
    } finally {
      await node.close();
    }
  });

  it("tries a JWT that is the session itself, and exits with 2 if the node refuses it", async () => {
    const node = await startExalateNode();
    try {
      const good = await doctor(["--node", node.url], { EXALATE_TOKEN: node.issueSession() });
      assert.match(
        good.stdout,
        /^Sign-in +not needed: the credential is the session itself, and the node accepts it$/m,
      );
      assert.match(good.stdout, /fits what the node describes\.\n$/);
      const [header, claims] = node.issueSession().split(".");
      const forged = await doctor(["--node", node.url], { EXALATE_TOKEN: `${header}.${claims}.${"A".repeat(43)}` });
      assert.match(
        forged.stdout,
        /^Sign-in +EXA202: .* answered HTTP 401\. If it is an Exalate JWT, .*get a new one\. /m,
      );
      assert.match(forged.stdout, /\nCannot be told: .* the sign-in failed \(EXA202\)\./);
      assert.deepEqual([good.exitCode, forged.exitCode], [0, 2]);
    } finally {
      await node.close();
    }
  });

  it("exits with 2 when the node refused the sign-in, even if the public pages fit", async () => {
    const { exitCode, stdout } = await doctorAt({}, [], { EXALATE_TOKEN: "no such token" });
    assert.equal(exitCode, 2);
    assert.match(stdout, /^Sign-in +EXA201: .* the credentials in EXALATE_TOKEN, .* Then set it again\.$/m);
    assert.match(stdout, /\nCannot be told: the description fits, but the sign-in failed \(EXA201\)\. .*\n$/);
  });

  it("exits with 1 when the node refused the sign-in and something differs", async () => {
    const options = { dialect: readDialect("relations") };
    const { exitCode, stdout } = await doctorAt(options, [], { EXALATE_TOKEN: "no such token" });
    assert.equal(exitCode, 1);
    assert.match(stdout, /\nDoes not fit what the node describes: .*\n$/);
  });

  it("reports that there is no description", async () => {
    const { exitCode, stdout } = await doctorAt({ swaggerNeedsSignIn: true }, [], { EXALATE_TOKEN: "no such token" });
    assert.equal(exitCode, 2);
    assert.match(stdout, /^Description +none found; the node shows it to signed-in callers only$/m);
    assert.match(stdout, /\nCannot be told: no description of the node's API was found\. .*\n$/);
  });

  it("saves the overrides on 0 and 1, and nothing on 2", async () => {
    const folder = mkdtempSync(join(tmpdir(), "exalate-doctor-"));
    const saved = (name: string) => join(folder, name);
    try {
      const differing = await doctorAt({ dialect: readDialect("relations") }, ["--json", "--save", saved("1")]);
      const { overrides } = JSON.parse(differing.stdout);
      assert.deepEqual(JSON.parse(readFileSync(saved("1"), "utf8")), overrides);
      await doctorAt({}, ["--save", saved("0")]);
      assert.equal(readFileSync(saved("0"), "utf8"), "{}\n");
      await doctorAt({ swaggerNeedsSignIn: true }, ["--save", saved("2")], { EXALATE_TOKEN: "no such token" });
      assert.ok(!existsSync(saved("2")));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("reads a description from a file without asking a node, in JSON or YAML", async () => {
    const folder = mkdtempSync(join(tmpdir(), "exalate-doctor-"));
    const file = join(folder, "description");
    try {
      writeFileSync(file, JSON.stringify(linksDocument));
      const json = await doctor(["--description", file], signedIn);
      assert.equal(json.exitCode, 1, json.stderr);
      assert.match(json.stdout, /^Node +not asked$/m);
      assert.match(json.stdout, /^Sign-in +not tried/m);
      writeFileSync(file, "swagger: '2.0'\npaths: {}\n");
      assert.equal((await doctor(["--description", file])).exitCode, 1);
      for (const [content, words] of [
        ["kind: Pod", /no API description/],
        [undefined, /^--description .*: There is no such file\.\n$/],
      ] as const) {
        if (content === undefined) rmSync(file);
        else writeFileSync(file, content);
        const { exitCode, stderr } = await doctor(["--description", file]);
        assert.equal(exitCode, 2);
        assert.match(stderr, words);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("sends no credential to the address of a description on another host", async () => {
    const headers: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      headers.push(request.headers);
      response.end(JSON.stringify({ swagger: "2.0", paths: {} }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const { exitCode } = await doctorAt({}, ["--description", `http://127.0.0.1:${port}/any.json`]);
      assert.deepEqual([exitCode, headers.length], [1, 1]);
      assert.ok(!JSON.stringify(headers).includes("jwt") && !("authorization" in (headers[0] ?? {})));
    } finally {
      server.close();
    }
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
      /^--api-overrides no\/such: There is no such file\.\n$/,
    ],
    [
      "with overrides that are no JSON, in words of the command line",
      ["--node", "https://127.0.0.1:1", "--api-overrides", "README.md"],
      /^EXA501: The API overrides in --api-overrides are not a JSON object\. Correct --api-overrides;/,
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

  it("exits with 2 with a user and no password", async () => {
    const { exitCode, stderr } = await doctor(["--node", "https://127.0.0.1:1"], { EXALATE_USER: "somebody" });
    assert.deepEqual([exitCode, stderr], [2, "Set both EXALATE_USER and EXALATE_PASSWORD, or neither.\n"]);
  });

  it("prints its help", async () => {
    const { exitCode, stdout } = await doctor(["--help"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Usage: npm run doctor -- --node <url>/);
    assert.match(stdout, /EXALATE_TOKEN/);
  });
});
