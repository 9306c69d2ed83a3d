import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fakeToken } from "../../tools/exalate-node/node.ts";
import { assertClean } from "../support/secret-scan.ts";
import { runStart } from "./start-process.ts";
import { TwoNodes } from "./two-nodes.ts";

const node = "https://azurenode-0000-0000-0000-0000.exalate.cloud";

/** A text as long as the code of an embedded node. */
const longPiece = /[A-Za-z0-9+/_=%-]{200,}/;

describe("npm start", function () {
  this.timeout(60_000);

  it("approves without a terminal, says so, and ends with both nodes ACTIVE", async () => {
    const { exitCode, output, errors, lastLine } = await runStart([]);
    assert.equal(errors, "");
    assert.match(output, /\nThere is no terminal to ask at, so the example approves this automatically\.\n/);
    assert.match(
      output,
      / {2}contoso-exalate {3}Contoso_to_Fabrikam ACTIVE\n {2}fabrikam-exalate {2}Contoso_to_Fabrikam ACTIVE\n/,
    );
    assert.match(output, /\n {2}Run +Succeeded\n/);
    assert.match(output, /outputs\['exalate\.invitationCode'\] \] {2}secret: masked in every log\n/);
    assert.equal(lastLine, "Approved: the connection is ACTIVE on both sides.");
    assert.equal(exitCode, 0);
    assert.doesNotMatch(output.replaceAll(/[─=]+/g, ""), longPiece);
    assertClean("output", output, { token: fakeToken });
  });

  it("shows the nodes, each job and the approval request with --reject, and ends without a connection", async () => {
    const { exitCode, output, lastLine } = await runStart(["--reject"]);
    assert.match(output, /\n {2}contoso-exalate {3}http:\/\/127\.0\.0\.1:\d+ {2}initiates/);
    assert.match(output, /\n {2}fabrikam-exalate {2}http:\/\/127\.0\.0\.1:\d+ {2}accepts/);
    assert.match(
      output,
      /\nRun this at a terminal to look at the consoles of the nodes in a browser\.\n[\s\S]*\nApproval needed/,
    );
    const headings = output.split("\n").flatMap((line) => /^─+ (.*?) ─+$/.exec(line)?.[1] ?? []);
    assert.deepEqual(headings, [
      'Stage Invite, job "Initiate at Contoso"',
      "Stage Accept",
      "Stage Verify",
      'Stage Withdraw, job "Withdraw at Contoso"',
    ]);
    const [, question = ""] = output.split("Approval needed: environment exalate-production");
    assert.match(question, /### A new Exalate connection waits to be accepted[\s\S]*Rejected by the command line\.\n/);
    assert.match(output, / {2}contoso-exalate {3}no connection\n {2}fabrikam-exalate {2}no connection\n/);
    assert.match(output, /\n {2}Run +Failed\n/);
    assert.equal(lastLine, "Rejected: the invitation was withdrawn, and no connection is left on either side.");
    assert.equal(exitCode, 0);
  });

  it("describes both ways to run it with --help", async () => {
    const { exitCode, output, errors } = await runStart(["--help"]);
    assert.match(output, /^Usage: npm start -- \[options\]\n/);
    for (const word of ["--reject", "--node <url>", "EXALATE_TOKEN"]) assert.ok(output.includes(word), word);
    assert.deepEqual([exitCode, errors], [0, ""]);
  });

  const refusals: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [["--nodes", node], /'--nodes'.* --help lists the options\.\n$/],
    [["unexpected"], /'unexpected'.* --help lists the options\.\n$/],
    [["--project", "Support"], /^--project needs --node: /],
    [["--node", "foo"], /^EXA103: No usable URL in --node: "foo" is not an absolute http\(s\) URL\./],
    [["--node", node, "--reject"], /^--reject cannot be combined with --node: /],
    [
      ["--node", node],
      /^Set EXALATE_TOKEN, or EXALATE_USER and EXALATE_PASSWORD, in the environment to sign in to https:/,
    ],
  ];
  for (const [args, message] of refusals) {
    it(`refuses ${args.join(" ")}`, async () => {
      const { exitCode, output, errors } = await runStart(args, { EXALATE_USER: "somebody" });
      assert.match(errors, message);
      assert.deepEqual([exitCode, output], [2, ""]);
    });
  }
});

describe("npm start with --node", function () {
  this.timeout(60_000);

  async function runOn(nodes: TwoNodes, token: string) {
    const names = ["--local-short-name", "Contoso", "--destination-short-name", "Fabrikam", "--project", "Fabrikam"];
    const args = ["--node", nodes.contoso.url, "--destination", nodes.fabrikam.url, ...names];
    return runStart(args, { EXALATE_TOKEN: token });
  }

  it("runs only ExalateInitiate@1, with the token of the environment", async () => {
    const nodes = await TwoNodes.start();
    try {
      const { exitCode, output } = await runOn(nodes, fakeToken);
      assert.match(output, /\nResult: Succeeded after \d+ ms\n/);
      assert.match(
        output,
        /\nThe connection is pending on the node\. .*\nconsole: docs\/try-on-a-node\.md#4-clean-up\n$/,
      );
      assert.match(output, /\n {2}\$\(initiate\.invitationCode\) {2}secret: masked in every log\n/);
      assert.deepEqual(nodes.states(), { contoso: ["Contoso_to_Fabrikam PENDING"], fabrikam: [] });
      assertClean("output", output, nodes.secrets());
      assert.equal(nodes.codes().length, 1);
      assert.equal(exitCode, 0);
    } finally {
      await nodes.close();
    }
  });

  it("exits with 1 when the node refuses", async () => {
    const nodes = await TwoNodes.start();
    try {
      const { exitCode, output } = await runOn(nodes, "a token that has expired");
      assert.match(
        output,
        /EXA201: .* does not accept the credentials in EXALATE_TOKEN, [\s\S]*\nResult: Failed after \d+ ms/,
      );
      assert.deepEqual(nodes.states(), { contoso: [], fabrikam: [] });
      assert.equal(exitCode, 1);
    } finally {
      await nodes.close();
    }
  });
});
