import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { bodyOf, Sandbox } from "./sandbox.ts";

const short = "AZP_IGNORE_SECRETS_SHORTER_THAN";

describe("local agent: knobs", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.dispose());

  const shown = async (inJob: string | undefined, inAgent: string | undefined) => {
    const secrets = ["one", "four", "sixsix"].map((value) => ({ name: value, value, isSecret: true }));
    const job = sandbox.job({
      variables: [...secrets, ...(inJob === undefined ? [] : [{ name: short.toLowerCase(), value: inJob }])],
      agentEnvironment: inAgent === undefined ? {} : { [short]: inAgent },
    });
    const lines = ["##vso[task.setsecret]late", "one four sixsix late"];
    return { warnings: job.warnings, text: bodyOf(await sandbox.print(job, lines))[0] };
  };

  it("ignores short secrets as a variable of the job says, or else of the agent", async () => {
    assert.deepEqual(await shown(undefined, undefined), { warnings: [], text: "*** *** *** ***" });
    assert.deepEqual(await shown("4", undefined), { warnings: [], text: "one *** *** ***" });
    assert.deepEqual(await shown(undefined, "5"), { warnings: [], text: "one four *** late" });
    assert.deepEqual(await shown("4", "5"), { warnings: [], text: "one *** *** ***" });
    assert.deepEqual(await shown("", "5"), { warnings: [], text: "one four *** late" });
  });

  it("never ignores secrets of six characters, and warns about it", async () => {
    const { warnings, text } = await shown("9", undefined);
    assert.equal(text, "one four *** late");
    assert.match(warnings.join("\n"), /^The value of the minimum length of the secrets is too high\. .* set: 6$/);
  });

  it("does not start a job with a length that is not a number", () => {
    assert.throws(() => sandbox.job({ variables: [{ name: short, value: "few" }] }), /'few'.* a whole number/);
  });

  it("says how to sign in to a proxy", async () => {
    const agent = { proxyUrl: "http://proxy.contoso.com:8080" };
    const basic = { ...agent, useBasicAuthForProxy: true };
    assert.equal((await sandbox.environment(sandbox.job({ agent }))).AGENT_USEBASICAUTHFORPROXY, "False");
    assert.equal((await sandbox.environment(sandbox.job({ agent: basic }))).AGENT_USEBASICAUTHFORPROXY, "True");
    assert.equal((await sandbox.environment(sandbox.job())).AGENT_USEBASICAUTHFORPROXY, undefined);
  });

  it("ignores secrecy and protection of a variable that outsiders can write", async () => {
    const variables = [
      { name: "Build.SourceVersionMessage", value: "##VSO[task.x]y", isSecret: true, isReadOnly: true },
    ];
    const environment = await sandbox.environment(sandbox.job({ variables }));
    assert.equal(environment.BUILD_SOURCEVERSIONMESSAGE, "**vso[task.x]y");
  });
});
