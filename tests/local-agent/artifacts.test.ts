import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import type { StepReport } from "../../tools/local-agent/agent.ts";
import { bodyOf, Sandbox } from "./sandbox.ts";

describe("artifact.upload", () => {
  const sandbox = new Sandbox();
  after(() => sandbox.dispose());
  const bytes = Buffer.from([0, 255, 10, 128]);
  const file = join(sandbox.folder, "code.bin");
  writeFileSync(file, bytes);

  function upload(line: string, hostType = "build", definition: Record<string, unknown> = {}): Promise<StepReport> {
    const job = sandbox.job({ variables: [{ name: "System.HostType", value: hostType }] });
    return sandbox.print(job, [line], definition);
  }

  it("keeps the bytes of a file, and logs the upload when the process has ended", async () => {
    const step = await sandbox.print(sandbox.job(), [
      `##vso[artifact.upload containerfolder=files;artifactname=invitation]${file}`,
      `##vso[artifact.upload artifactname=second]${file}`,
      "goes on",
    ]);
    assert.deepEqual(step.artifacts, [
      { name: "invitation", files: [{ path: "code.bin", content: bytes }] },
      { name: "second", files: [{ path: "code.bin", content: bytes }] },
    ]);
    const linesOf = (folder: string, id: number) => [
      "##[section]Async Command Start: Upload Artifact",
      "Uploading 1 files",
      "File upload succeed.",
      `Upload '${file}' to file container: '#/1/${folder}'`,
      `Associated artifact ${id} with build 1`,
      "##[section]Async Command End: Upload Artifact",
    ];
    assert.deepEqual(bodyOf(step), ["goes on", ...linesOf("files", 1), ...linesOf("second", 2)]);
    assert.equal(step.result, "Succeeded");
  });

  it("keeps the files below a folder by their paths in it, as they are at the time of the command", async () => {
    const folder = join(sandbox.folder, "folder");
    mkdirSync(join(folder, "inner"), { recursive: true });
    writeFileSync(join(folder, "a.txt"), "a");
    writeFileSync(join(folder, "inner", "b.txt"), "b");
    const step = await upload(`##vso[artifact.upload artifactname=all]${folder}`);
    writeFileSync(join(folder, "a.txt"), "changed");
    const [artifact] = step.artifacts;
    assert.deepEqual(
      artifact?.files.map(({ path, content }) => [path, content.toString("utf8")]),
      [
        ["a.txt", "a"],
        ["inner/b.txt", "b"],
      ],
    );
  });

  it("warns of an empty folder, and keeps nothing", async () => {
    const folder = join(sandbox.folder, "empty");
    mkdirSync(join(folder, "inner"), { recursive: true });
    const step = await upload(`##vso[artifact.upload artifactname=none]${folder}`);
    assert.deepEqual(bodyOf(step), [
      `##[warning]Directory '${folder}' is empty. Nothing will be added to build artifact 'none'.`,
    ]);
    assert.deepEqual([step.result, step.artifacts], ["Succeeded", []]);
  });

  it("needs a name, a location that exists, and a build", async () => {
    const missing = join(sandbox.folder, "missing");
    const cases = [
      [`##vso[artifact.upload]${file}`, "build", "Artifact Name is required."],
      [`##vso[artifact.upload artifactname=;]${file}`, "build", "Artifact Name is required."],
      ["##vso[artifact.upload artifactname=a]", "build", "Artifact location is required."],
      [`##vso[artifact.upload artifactname=a]${missing}`, "build", `Path does not exist: ${missing}`],
      [
        `##vso[artifact.upload artifactname=a]${file}`,
        "release",
        "Uploading server artifact is not supported in Release.",
      ],
    ] as const;
    for (const [line, hostType, message] of cases) {
      const step = await upload(line, hostType);
      assert.deepEqual(
        [step.result, step.artifacts, bodyOf(step)],
        ["Failed", [], [`##[error]Unable to process command '${line}' successfully.`, `##[error]${message}`]],
      );
    }
  });

  it("is not supported in deployments, and denied with a warning in restricted mode", async () => {
    const line = `##vso[artifact.upload artifactname=a]${file}`;
    const deployment = await upload(line, "deployment");
    assert.deepEqual([deployment.result, deployment.artifacts], ["Failed", []]);
    const restricted = await upload(line, "build", { restrictions: { commands: { mode: "restricted" } } });
    assert.deepEqual(bodyOf(restricted), [
      "##[warning]##vso[artifact.upload] is not allowed in this step due to policy restrictions.",
    ]);
    assert.deepEqual([restricted.result, restricted.artifacts], ["Succeeded", []]);
  });
});
