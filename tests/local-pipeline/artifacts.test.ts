import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import { saveArtifacts } from "../../tools/local-pipeline/save-artifacts.ts";
import { Sandbox } from "./sandbox.ts";

describe("Artifacts", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());
  sandbox.task(
    "Upload",
    `const fs = require("node:fs"), path = require("node:path");
    const file = path.join(process.env.AGENT_TEMPDIRECTORY, process.env.INPUT_FILE);
    fs.writeFileSync(file, Buffer.from(process.env.INPUT_HEX, "hex"));
    console.log("##vso[artifact.upload artifactname=" + process.env.INPUT_ARTIFACT + "]" + file);`,
    { inputs: ["file", "hex", "artifact"].map((name) => ({ name, type: "string" })) },
  );

  it("of all jobs and stages are kept; an upload to one that exists adds to it", async () => {
    const upload = (artifact: string, file: string, hex: string) =>
      `- task: Upload@1\n      inputs: { artifact: ${artifact}, file: ${file}, hex: "${hex}" }`;
    const { artifacts } = await sandbox.run(`stages:
- stage: A
  jobs:
  - job: One
    steps:
    ${upload("invitation", "a.age", "00ff")}
    ${upload("other", "a.age", "01")}
  - job: Two
    steps:
    ${upload("invitation", "b.age", "80")}
- stage: B
  jobs:
  - job: Three
    steps:
    ${upload("invitation", "a.age", "02")}
`);
    const shown = [...artifacts].map(([name, files]) => [
      name,
      [...files].map(([path, content]) => `${path} ${content.toString("hex")}`),
    ]);
    assert.deepEqual(shown, [
      ["invitation", ["a.age 02", "b.age 80"]],
      ["other", ["a.age 01"]],
    ]);
  });

  it("are saved as files, but not outside of the folder", async () => {
    const folder = join(sandbox.folder, "saved");
    const content = Buffer.from([0, 255]);
    await saveArtifacts(new Map([["invitation", new Map([["inner/a.age", content]])]]), folder);
    assert.deepEqual(readFileSync(join(folder, "invitation", "inner", "a.age")), content);
    const outside = new Map([["..", new Map([["a.age", content]])]]);
    await assert.rejects(saveArtifacts(outside, folder), /is not in/);
    assert.equal(existsSync(join(sandbox.folder, "a.age")), false);
  });
});
