import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, describe, it } from "mocha";
import { connectionsIn, PipelineFileError } from "../../tools/local-pipeline/pipeline.ts";
import { printed, Sandbox, stepResults } from "./sandbox.ts";

describe("Files that a pipeline uses", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());
  const repository = join(sandbox.folder, "repository");
  mkdirSync(join(repository, "invitations"), { recursive: true });
  writeFileSync(join(repository, "invitations", "x.age"), "from the repository");
  const identity = join(sandbox.folder, "elsewhere.txt");
  writeFileSync(identity, "from the library");
  const secureFiles = { "identity.txt": identity };
  sandbox.task(
    "Read",
    `const fs = require("node:fs");
    const { INPUT_FILE: file, BUILD_SOURCESDIRECTORY, BUILD_REPOSITORY_LOCALPATH } = process.env;
    console.log("printed: " + (BUILD_SOURCESDIRECTORY === BUILD_REPOSITORY_LOCALPATH));
    console.log("printed: " + (file === BUILD_SOURCESDIRECTORY ? "folder" : fs.existsSync(file) && fs.readFileSync(file, "utf8")));`,
    { inputs: [{ name: "file", type: "filePath" }] },
  );
  const read = "- task: Read@1\n  inputs: { file: invitations/x.age }\n";

  it("come from the repository after checkout: self", async () => {
    const steps = `steps:\n${read}- checkout: self\n  displayName: Get it\n${read}- task: Read@1\n`;
    const report = await sandbox.run(steps, { repository });
    assert.deepEqual(printed(report), ["true", "false", "true", "from the repository", "true", "folder"]);
    assert.equal(stepResults(report, "Job")["Get it"], "Succeeded");
  });

  it("do not come from the repository after checkout: none", async () => {
    const report = await sandbox.run(`steps:\n- checkout: none\n${read}- task: Read@1\n`, { repository });
    assert.deepEqual(printed(report), ["true", "false", "true", "folder"]);
  });

  it("need a folder for the repository, and another repository is refused", async () => {
    await assert.rejects(
      sandbox.run("steps:\n- checkout: self\n"),
      /"checkout: self" needs the folder of the repository: give --repository/,
    );
    await assert.rejects(
      sandbox.run("steps:\n- checkout: other\n", { repository }),
      (error) => error instanceof PipelineFileError && /sample\.yml:2:13: /.test(error.message),
    );
  });

  it("can be secure files, which are there from the first step to the end of the job", async () => {
    const report = await sandbox.run(
      `steps:
- task: Read@1
  inputs: { file: $(identity.secureFilePath) }
- script: 'echo "printed: $(identity.secureFilePath)"; exit 1'
- task: DownloadSecureFile@1
  name: identity
  displayName: Download
  inputs: { secureFile: identity.txt }
`,
      { secureFiles },
    );
    const path = printed(report)[2] ?? "";
    assert.equal(path.endsWith(join("1", "_temp", "identity.txt")), true, path);
    assert.deepEqual(printed(report), ["true", "from the library", path]);
    assert.deepEqual(Object.keys(stepResults(report, "Job")), ["Download", "Read", "CmdLine"]);
    assert.equal(existsSync(path), false);
    assert.deepEqual(readdirSync(dirname(path)), []);
    assert.equal(existsSync(identity), true);
  });

  it("need not exist to read which connections a pipeline uses", async () => {
    const text = "steps:\n- checkout: self\n- task: DownloadSecureFile@1\n  inputs: { secureFile: nope }\n";
    assert.deepEqual(await connectionsIn({ file: "sample.yml", text, tasksFolder: sandbox.tasksFolder }), []);
  });

  it("can only be secure files of the library", async () => {
    const steps = "steps:\n- task: DownloadSecureFile@1\n  inputs: { secureFile: nope }\n";
    await assert.rejects(
      sandbox.run(steps, { secureFiles }),
      /sample\.yml:3:25: .* references secure file nope which could not be found/,
    );
  });
});
