import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { after, before, describe, it } from "mocha";
import {
  type AzureDevOpsServer,
  fakeJobToken,
  startAzureDevOpsServer,
} from "../../../tools/azure-devops-server/server.ts";
import { type Bundle, bundle } from "../../../tools/build/bundle.ts";
import { code } from "./fixture.ts";

const run = promisify(execFile);
const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** An entry in a folder that loads the hand-over only on request, as a task does. */
function entryIn(folder: string): string {
  const source = (path: string) => JSON.stringify(relative(folder, join(root, "src", path)).replaceAll("\\", "/"));
  const lines = [
    `import { Failure } from ${source("core/failure.ts")};`,
    "export const isFailure = (error) => error instanceof Failure;",
    `export const load = () => import(${source("azure-devops/store-invitation-code.ts")});`,
  ];
  const entry = join(folder, "entry.ts");
  writeFileSync(entry, lines.join("\n"));
  return entry;
}

describe("The hand-over in a separate bundle", () => {
  let folder: string;
  let server: AzureDevOpsServer;
  let built: Bundle;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hand-over-"));
    server = await startAzureDevOpsServer();
    built = await bundle({ root, entry: entryIn(folder), outfile: join(folder, "index.js") });
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.close();
  });

  it("has no library in the task's main file", () => {
    assert.deepEqual(
      built.inputs.filter((input) => input.includes("node_modules")),
      [],
    );
  });

  it("contains neither the task library nor unused parts of the Azure DevOps library", () => {
    const inputs = built.parts.flatMap((part) => part.inputs);
    const unwanted = /azure-pipelines-task-lib|WebApi\.js|GitApi\.js|handlers\/ntlm\.js/;
    assert.ok(inputs.some((input) => input.includes("azure-devops-node-api")));
    assert.deepEqual(
      inputs.filter((input) => unwanted.test(input)),
      [],
    );
  });

  for (const node of ["node20", "node24"]) {
    it(`stores the code, prints nothing else and exits, on ${node}`, async () => {
      const id = server.addVariableGroup({ name: node, variables: { region: { value: "west" } } });
      assert.equal(await outputOf(node, node), `stored in the variable group "${node}" of the project "Fabrikam"\n`);
      assert.equal(server.group(id).variables.ExalateInvitationCode?.value, code);
    });

    it(`raises the Failure class of the task's main file, on ${node}`, async () => {
      assert.equal(await outputOf(node, "not there"), "true EXA602\n");
    });
  }

  /** Standard output and standard error. Node prints deprecation warnings to standard error. */
  async function outputOf(node: string, group: string): Promise<string> {
    const file = join(folder, `${node}.cjs`);
    writeFileSync(file, script(server.collectionUrl, group));
    const { stdout, stderr } = await run(join(root, "node_modules", node, "bin/node"), [file], { timeout: 15_000 });
    return stdout + stderr;
  }
});

function script(collectionUrl: string, group: string): string {
  const access = `{ collectionUrl: ${JSON.stringify(collectionUrl)}, token: secret(${JSON.stringify(fakeJobToken)}),
    secrets: { redact: (text) => text }, log: { debug: () => {} } }`;
  return `
    const { load, isFailure } = require("./index.js");
    const secret = (value) => ({ reveal: () => value });
    const target = { kind: "variableGroup", group: ${JSON.stringify(group)}, project: "Fabrikam" };
    load().then(({ storeInvitationCode }) => storeInvitationCode(target, secret(${JSON.stringify(code)}), ${access})).then(
      ({ place }) => console.log("stored in " + place),
      (error) => console.log(isFailure(error), error.code),
    );`;
}
