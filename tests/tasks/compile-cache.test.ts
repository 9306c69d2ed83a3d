import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, it } from "mocha";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { handlers } from "../network/built-run.ts";
import { assertClean } from "../support/secret-scan.ts";
import { builtTask, connectionId } from "../support/task-run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

for (const handler of handlers) {
  const node = join(root, "node_modules", handler === "Node24" ? "node24" : "node20", "bin", "node");

  describe(`The compiled form of a task on ${handler}`, () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "exalate-compiled-"));
      cpSync(dirname(builtTask("ExalateInitiate")), join(folder, "task"), { recursive: true });
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const kept = () => readdirSync(join(folder, "task")).filter((name) => name.includes(".cache"));
    const keptFile = () => join(folder, "task", kept()[0] ?? "none");

    /** Runs the task without a service connection, or with this environment. */
    function run(environment: Readonly<Record<string, string>> = { AGENT_ISSELFHOSTED: "1" }): Promise<string> {
      const env = { AGENT_TEMPDIRECTORY: folder, ...environment };
      const child = spawn(node, [join(folder, "task", "start.js")], { env, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
      const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
      return new Promise((resolve) =>
        child.on("close", (code) => {
          clearTimeout(timer);
          resolve(`${output}exit code ${code}`);
        }),
      );
    }

    it("is kept on a self-hosted agent, and a later run says the same", async () => {
      const first = await run();
      assert.match(first, /EXA101: .*\n.*result=Failed.*\n+exit code 0$/);
      assert.match(kept().join(), /^index-v\d+\.\d+\.\d+-\w+-\d+\.cache$/);
      const before = readFileSync(keptFile());
      assert.equal(await run(), first);
      assert.ok(before.equals(readFileSync(keptFile())), "it is not written again");
    });

    it("is not kept on another agent", async () => {
      for (const environment of [{}, { AGENT_ISSELFHOSTED: "0" }, { AGENT_ISSELFHOSTED: "" }]) {
        assert.match(await run(environment), /EXA101/);
        assert.deepEqual(kept(), []);
      }
    });

    it("is not kept by a run with other options of Node, and replaced when it cannot be used", async () => {
      assert.match(await run({ AGENT_ISSELFHOSTED: "1", NODE_OPTIONS: "--stack-trace-limit=50" }), /EXA101/);
      assert.deepEqual(kept(), []);
      await run();
      const whole = readFileSync(keptFile());
      writeFileSync(keptFile(), whole.subarray(0, 100));
      await run();
      assert.ok(readFileSync(keptFile()).length > whole.length / 2, "it is written anew");
    });

    it("is not used when a part of it was lost", async () => {
      const first = await run();
      const whole = readFileSync(keptFile());
      const wrong = [whole.subarray(0, whole.length / 2), Buffer.alloc(0), Buffer.alloc(3), Buffer.alloc(whole.length)];
      for (let at = 0; at < whole.length - 512; at += Math.floor(whole.length / 5)) {
        wrong.push(Buffer.from(whole).fill(0, at, at + 512));
      }
      for (const bytes of wrong) {
        writeFileSync(keptFile(), bytes);
        assert.equal(await run({}), first);
      }
    });

    it("is not used for a file that was changed since, and is then written anew", async () => {
      await run();
      const file = join(folder, "task", "index.js");
      writeFileSync(file, readFileSync(file, "latin1").replace("does not name a service", "DOES NOT NAME A SERVICE"));
      const later = new Date(Date.now() + 60_000);
      utimesSync(file, later, later);
      assert.match(await run(), /DOES NOT NAME A SERVICE/);
      utimesSync(file, new Date(0), new Date(0));
      assert.match(await run(), /DOES NOT NAME A SERVICE/);
    });

    it("does not matter where it cannot be written", async () => {
      await run();
      const place = keptFile();
      rmSync(place);
      mkdirSync(place);
      const [first, second] = [await run(), await run()];
      assert.equal(first, second);
      assert.match(first, /EXA101/);
      assert.equal(kept().length, 1, "no other file is left");
    });

    it("is used by a run that initiates, and has no secret", async () => {
      const exalateNode = await startExalateNode();
      try {
        const environment = (connectionName: string) => ({
          AGENT_ISSELFHOSTED: "1",
          SYSTEM_TEAMPROJECT: "Fabrikam",
          INPUT_EXALATECONNECTION: connectionId,
          INPUT_PRIVATE: "true",
          INPUT_LOCALSHORTNAME: "ado",
          INPUT_DESTINATIONSHORTNAME: "jira",
          INPUT_CONNECTIONNAME: connectionName,
          [`ENDPOINT_URL_${connectionId}`]: `${exalateNode.url}/`,
          [`ENDPOINT_AUTH_SCHEME_${connectionId}`]: "Token",
          [`ENDPOINT_AUTH_PARAMETER_${connectionId}_APITOKEN`]: fakeToken,
        });
        for (const name of ["first", "second"]) assert.match(await run(environment(name)), /result=Succeeded/);
        const codes = exalateNode.connections().map(({ invitationCode }, index) => [`code ${index}`, invitationCode]);
        assert.equal(codes.length, 2);
        const secrets = { ...Object.fromEntries(codes), token: fakeToken };
        assertClean("compiled form", readFileSync(keptFile(), "latin1"), secrets);
      } finally {
        await exalateNode.close();
      }
    });
  });
}

describe("Running a file with its compiled form", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "exalate-cached-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a file in a process of its own. Returns what it prints: whether the compiled form was used, and its result. */
  async function ran(): Promise<string> {
    const module = pathToFileURL(join(root, "src/pipeline/compile-cache.ts")).href;
    const [file, cache] = [join(folder, "file.js"), join(folder, "file.cache")];
    writeFileSync(
      join(folder, "start.mjs"),
      `import { createRequire } from "node:module";
      import { requireCached } from ${JSON.stringify(module)};
      const used = requireCached({ file: ${JSON.stringify(file)}, cache: ${JSON.stringify(cache)}, keeps: true });
      console.log(used, createRequire(${JSON.stringify(file)})("./other.js"));`,
    );
    const tsx = pathToFileURL(join(root, "node_modules/tsx/dist/loader.mjs")).href;
    const child = spawn(process.execPath, ["--import", tsx, join(folder, "start.mjs")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    for await (const chunk of child.stdout) output += chunk;
    return output.trim();
  }

  it("uses it the second time, and other files get what the file exports", async () => {
    writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }');
    writeFileSync(join(folder, "file.js"), "exports.loadedFrom = require('node:path').basename(__filename);");
    writeFileSync(join(folder, "other.js"), "module.exports = require('./file.js').loadedFrom;");
    assert.equal(await ran(), "false file.js");
    assert.equal(await ran(), "true file.js");
  });
});
