import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { after, describe, it } from "mocha";
import { fakeToken } from "../../tools/exalate-node/node.ts";
import { readCommandLine } from "../../tools/local-pipeline/command-line.ts";
import { connect, withUrls } from "../../tools/local-pipeline/embedded-connections.ts";

const main = fileURLToPath(new URL("../../tools/local-pipeline/main.ts", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function start(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const texts = { output: "", errors: "" };
  child.stdout.on("data", (bytes: Buffer) => {
    texts.output += bytes.toString("utf8");
  });
  child.stderr.on("data", (bytes: Buffer) => {
    texts.errors += bytes.toString("utf8");
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...texts })));
}

describe("The command line of the pipeline runner", () => {
  const folder = mkdtempSync(join(tmpdir(), "local-pipeline-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "azure-pipelines.yml");
  writeFileSync(
    file,
    `trigger: none
parameters:
- name: destination
- name: fails
  type: boolean
  default: false
stages:
- stage: Deploy
  displayName: Deploy it
  jobs:
  - deployment: Production
    environment: production
    strategy:
      runOnce:
        deploy:
          steps:
          - script: 'echo "to \${{ parameters.destination }}"'
            displayName: Say where
          - \${{ if parameters.fails }}:
            - script: exit 1
- stage: Withdraw
  condition: failed()
  jobs:
  - job: Withdraw
    steps:
    - script: 'echo withdrawn'
`,
  );

  it("runs a file, shows its log and its results", async () => {
    const { code, output } = await start([file, "--approve", "--parameter", "destination=@node-b"]);
    const url = /^node-b: (http:\S+)$/m.exec(output)?.[1];
    assert.match(output, /\n\[Deploy \/ Production\]\nStarting: Production\n/);
    assert.ok(output.includes(`\nto ${url}\n`));
    assert.match(output, /\nDeploy it \(Deploy\) +Succeeded\n {2}Production +Succeeded\n {4}Say where +Succeeded\n/);
    assert.match(output, /\nWithdraw +Skipped +Its condition was not met\.\n/);
    assert.match(output, /\nRun +Succeeded\n$/);
    assert.equal(code, 0);
  });

  it("rejects without a terminal, and says so", async () => {
    const { code, output, errors } = await start([file, "--parameter", "destination=x"]);
    assert.match(errors, /every environment is rejected\. Use --approve/);
    assert.match(output, /\nwithdrawn\n/);
    assert.match(output, /\nDeploy it \(Deploy\) +Failed +The approval of its environment production was rejected\.\n/);
    assert.equal(code, 1);
  });

  it("ends with 2 for a file or folder that is not there, and names it", async () => {
    for (const [args, message] of [
      [["none.yml"], /The pipeline file none\.yml: There is no such file\.\n$/],
      [[file, "--repository", "none"], /--repository \S*none: There is no such file\.\n$/],
      [[file, "--secure-file", "key=none"], /--secure-file \S*none: There is no such file\.\n$/],
    ] as const) {
      const { code, errors } = await start([...args, "--approve"]);
      assert.match(errors, message);
      assert.equal(code, 2);
    }
  });

  it("has different exit codes for a failed run and for a file that cannot run", async () => {
    const [failed, refused] = await Promise.all([
      start([file, "--approve", "--parameter", "destination=x", "--parameter", "fails=true"]),
      start([file, "--approve"]),
    ]);
    assert.equal(failed.code, 1);
    assert.equal(refused.code, 2);
    assert.match(refused.errors, /azure-pipelines\.yml:3:9: The parameter "destination" needs a value/);
  });

  it("takes a secret from a file, a file from the repository and a secure file, and saves the artifact", async () => {
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    mkdirSync(join(folder, "repository"));
    write("repository/note.txt", "from the repository\n");
    const secret = "not-a-real-secret";
    const variables = write("variables.json", JSON.stringify({ keys: { key: { value: secret, isSecret: true } } }));
    const pipeline = write(
      "files.yml",
      `variables: [{ group: keys }]
steps:
- checkout: self
- task: DownloadSecureFile@1
  name: identity
  inputs: { secureFile: identity.txt }
- script: |
    test "$KEY" = ${secret} || exit 1
    cat note.txt "$(identity.secureFilePath)" > "$(Agent.TempDirectory)/both.txt"
    echo "the key is $KEY"
    echo "##vso[artifact.upload artifactname=notes]$(Agent.TempDirectory)/both.txt"
  env: { KEY: $(key) }
`,
    );
    const artifacts = join(folder, "artifacts");
    const { code, output } = await start([
      ...[pipeline, "--variables", variables, "--repository", relative(".", join(folder, "repository"))],
      ...["--secure-file", `identity.txt=${write("identity", "from the library\n")}`, "--artifacts", artifacts],
    ]);
    assert.equal(code, 0, output);
    assert.equal(readFileSync(join(artifacts, "notes", "both.txt"), "utf8"), "from the repository\nfrom the library\n");
    assert.match(output, /\nthe key is \*\*\*\n/);
    assert.match(output, /\nArtifact notes: both\.txt\n/);
  });

  it("prints its help, and refuses wrong options", async () => {
    assert.equal(readCommandLine(["--help"]), null);
    assert.throws(() => readCommandLine([]), /Give exactly one pipeline file/);
    assert.throws(() => readCommandLine(["a.yml", "b.yml"]), /Give exactly one pipeline file/);
    assert.throws(() => readCommandLine(["a.yml", "--approve", "--reject"]), /cannot be combined/);
    assert.throws(() => readCommandLine(["a.yml", "--parameter", "x"]), /<name>=<value>/);
    assert.throws(() => readCommandLine(["a.yml", "--group", "x=y"]), /<group>\.<name>=<value>/);
    assert.throws(() => readCommandLine(["a.yml", "--nope"]), /--nope/);
  });

  it("reads its options", () => {
    const line = readCommandLine([
      "a.yml",
      "--reject",
      "--parameter",
      "p=a=b",
      "--connection",
      "c=https://x",
      "--group",
      "g.v=1",
      "--group",
      "g.w=2",
      "--variables",
      "v.json",
      "--repository",
      "r",
      "--secure-file",
      "s=p",
      "--artifacts",
      "out",
    ]);
    assert.deepEqual(line, {
      file: "a.yml",
      answer: false,
      parameters: { p: "a=b" },
      connections: { c: "https://x" },
      groups: { g: { v: "1", w: "2" } },
      variables: "v.json",
      repository: resolve("r"),
      secureFiles: { s: resolve("p") },
      artifacts: "out",
      workFolder: undefined,
      debug: false,
    });
  });

  it("creates connections to embedded nodes and, with a token from the environment, to real ones", async () => {
    const uses = ["real-one", "other"].map((name) => ({ name, type: "exalate" }));
    const urls = { "real-one": "http://127.0.0.1:9" };
    await assert.rejects(connect(uses, urls, {}), /environment variable EXALATE_TOKEN_REAL_ONE/);
    const made = await connect(uses, urls, { EXALATE_TOKEN_REAL_ONE: "not-a-real-token" });
    await Promise.all(made.nodes.map((node) => node.close()));
    assert.deepEqual(
      made.endpoints.map(({ name, url, parameters }) => [name, url, parameters.apitoken]),
      [
        ["real-one", "http://127.0.0.1:9", "not-a-real-token"],
        ["other", made.nodes[0]?.url, fakeToken],
      ],
    );
    assert.deepEqual(withUrls({ a: "@other", b: "plain" }, made.urls), { a: made.nodes[0]?.url, b: "plain" });
    assert.throws(
      () => withUrls({ a: "@nope" }, made.urls),
      /"@nope" is unknown\. Known are node-a, node-b, real-one, other/,
    );
    const many = ["a", "b", "c"].map((name) => ({ name, type: "exalate" }));
    await assert.rejects(connect(many, {}, {}), /--connection c=<url>/);
  });
});
