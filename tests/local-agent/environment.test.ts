import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { PipelineError, type ServiceEndpoint } from "../../tools/local-agent/agent.ts";
import { toDotNetUrl } from "../../tools/local-agent/endpoints.ts";
import { toEnvironmentName } from "../../tools/local-agent/environment.ts";
import { Sandbox } from "./sandbox.ts";

const id = "0A1B2C3D-0000-4000-8000-00000000ABCD";
const key = id.toLowerCase();
const endpoint: ServiceEndpoint = {
  id,
  name: "Contoso node",
  type: "sample",
  url: "https://node.contoso.com",
  scheme: "Token",
  parameters: { apitoken: "t0ken-value" },
  data: { "node.name": "n1", empty: "" },
};
const connectionTask = {
  inputs: [
    { name: "nodeConnection", type: "connectedService:sample:Token", aliases: ["node"] },
    { name: "plain", type: "string" },
  ],
};

describe("local agent: environment", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.dispose());

  it("replaces dots and blanks, keeps hyphens, and uses upper case by default", () => {
    assert.equal(toEnvironmentName("a.b c-d"), "A_B_C-D");
    assert.equal(toEnvironmentName("a.b c-d", true), "a_b_c-d");
  });

  it("passes all inputs, given or default, even empty ones", async () => {
    const inputs = [
      { name: "fooBar", defaultValue: " d " },
      { name: "flag", defaultValue: false },
      { name: "nothing" },
    ];
    const environment = await sandbox.environment(
      sandbox.job(),
      { inputs: { NOTHING: "", "un.known": "u" } },
      { inputs },
    );
    assert.equal(environment.INPUT_FOOBAR, "d");
    assert.equal(environment.INPUT_FLAG, "false");
    assert.equal(environment.INPUT_NOTHING, "");
    assert.equal(environment.INPUT_UN_KNOWN, "u");
  });

  it("trims an input but not the value of a variable in it, and expands once", async () => {
    const variables = [
      { name: "padded", value: " p " },
      { name: "nested", value: "$(inner)" },
      { name: "inner", value: "i" },
    ];
    const job = sandbox.job({ variables, agentEnvironment: { FROM_AGENT: "e" } });
    const inputs = { a: "  $(Padded)  ", b: "$(nested)$(missing)$(FROM_AGENT)$()", c: "$(x$(inner))" };
    const environment = await sandbox.environment(job, { inputs });
    assert.equal(environment.INPUT_A, " p ");
    assert.equal(environment.INPUT_B, "i$(missing)e$()");
    assert.equal(environment.INPUT_C, "$(xi)");
    assert.equal(job.expandMacros("$(inner)/$(nope)"), "i/$(nope)");
  });

  it("expands a value that a step set at the next step, not earlier", async () => {
    const job = sandbox.job({ variables: [{ name: "inner", value: "i" }] });
    await sandbox.print(job, ["##vso[task.setvariable variable=late]$(inner)"]);
    assert.equal(job.variables.get("late"), "$(inner)");
    assert.equal((await sandbox.environment(job, { inputs: { a: "$(late)" } })).INPUT_A, "i");
  });

  it("makes path inputs absolute in the sources, or in the artifacts of a release, even empty ones", async () => {
    const definition = {
      inputs: [
        { name: "file", type: "filePath" },
        { name: "other", type: "filePath" },
        { name: "away", type: "filepath" },
        { name: "text", type: "string" },
      ],
    };
    const inputs = { file: "a/../b.txt", away: "/tmp/x/../y", text: "a/../b.txt" };
    const sources = join(sandbox.folder, "_work", "1", "s");
    const build = await sandbox.environment(sandbox.job(), { inputs }, definition);
    assert.deepEqual(
      [build.INPUT_FILE, build.INPUT_OTHER, build.INPUT_AWAY, build.INPUT_TEXT],
      [join(sources, "b.txt"), sources, resolve("/tmp/y"), "a/../b.txt"],
    );
    const variables = [
      { name: "System.HostType", value: "release" },
      { name: "System.ArtifactsDirectory", value: sandbox.folder },
    ];
    const release = await sandbox.environment(sandbox.job({ variables }), { inputs }, definition);
    assert.deepEqual([release.INPUT_FILE, release.INPUT_OTHER], [join(sandbox.folder, "b.txt"), sandbox.folder]);
    const inDeployment = [{ name: "System.HostType", value: "deployment" }];
    const deployment = await sandbox.environment(sandbox.job({ variables: inDeployment }), { inputs }, definition);
    assert.deepEqual(
      [deployment.INPUT_FILE, deployment.INPUT_OTHER, deployment.INPUT_AWAY],
      ["a/../b.txt", "", resolve("/tmp/y")],
    );
  });

  it("passes plain variables as such and secret ones as SECRET_, with lists of their real names", async () => {
    const variables = [
      { name: "my.Var-x y", value: "1" },
      { name: "my.Secret", value: "s3cr3t", isSecret: true },
      { name: "holds.secret", value: "<$(my.secret)>" },
    ];
    const environment = await sandbox.environment(sandbox.job({ variables }));
    assert.equal(environment["MY_VAR-X_Y"], "1");
    assert.equal(environment.SECRET_MY_SECRET, "s3cr3t");
    assert.equal(environment.MY_SECRET, undefined);
    assert.equal(environment.SECRET_HOLDS_SECRET, "<s3cr3t>");
    assert.ok(namesIn(environment.VSTS_PUBLIC_VARIABLES).includes("my.Var-x y"));
    assert.deepEqual(namesIn(environment.VSTS_SECRET_VARIABLES).sort(), [
      "System.AccessToken",
      "holds.secret",
      "my.Secret",
    ]);
  });

  it("passes variables about agent, job and step", async () => {
    const job = sandbox.job({ agent: { version: "4.270.0" } });
    const environment = await sandbox.environment(job);
    const work = join(sandbox.folder, "_work");
    const expected: Record<string, string> = {
      TF_BUILD: "True",
      TASK_DISPLAYNAME: "Sample task",
      SYSTEM_TASKDISPLAYNAME: "Sample task",
      TASK_PUBLISHTELEMETRY: "False",
      TASK_SKIPTRANSLATORFORCHECKOUT: "False",
      SYSTEM_TASKINSTANCENAME: "step",
      AGENT_VERSION: "4.270.0",
      AGENT_WORKFOLDER: work,
      AGENT_TEMPDIRECTORY: join(work, "_temp"),
      AGENT_JOBNAME: "Job",
      AGENT_JOBSTATUS: "Succeeded",
      "agent.jobstatus": "Succeeded",
      SYSTEM_HOSTTYPE: "build",
      SYSTEM_CULTURE: "en-US",
      SYSTEM_TEAMPROJECT: "Fabrikam",
      SYSTEM_COLLECTIONURI: "https://dev.azure.com/contoso/",
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(environment[name], value, name);
    for (const name of [
      "SYSTEM_TASKINSTANCEID",
      "SYSTEM_JOBID",
      "SYSTEM_PLANID",
      "SYSTEM_TIMELINEID",
      "SYSTEM_TEAMPROJECTID",
    ]) {
      assert.match(environment[name] ?? "", /^[0-9a-f-]{36}$/, name);
    }
    assert.equal(environment.SYSTEM_DEBUG, undefined);
    assert.ok(existsSync(join(work, "_temp")));
  });

  it("empties the temp folder when a job starts", async () => {
    sandbox.job();
    const left = sandbox.file("_work/_temp/left.txt", "x");
    sandbox.job();
    assert.equal(existsSync(left), false);
  });

  it("inherits only the basic variables of the machine", async () => {
    process.env.LOCAL_AGENT_TEST_NOISE = "x";
    const environment = await sandbox.environment(sandbox.job());
    delete process.env.LOCAL_AGENT_TEST_NOISE;
    assert.equal(environment.LOCAL_AGENT_TEST_NOISE, undefined);
    assert.equal(environment.PATH, process.env.PATH);
  });

  it("lets variables override the step's env, and inputs override variables", async () => {
    const job = sandbox.job({
      variables: [
        { name: "shared", value: "variable" },
        { name: "input_a", value: "variable" },
      ],
    });
    const env = { SHARED: "env", INPUT_A: "env", OWN: " $(shared) " };
    const environment = await sandbox.environment(job, { env, inputs: { a: "input" } });
    assert.deepEqual([environment.SHARED, environment.INPUT_A, environment.OWN], ["variable", "input", "variable"]);
  });

  it("passes only connections that are referenced by name, alias or id", async () => {
    const other = { ...endpoint, id: "11111111-0000-4000-8000-000000000000", name: "Other" };
    const job = sandbox.job({ endpoints: [endpoint, other] });
    for (const inputs of [{ nodeConnection: "contoso NODE" }, { node: id }, { nodeConnection: key }]) {
      const environment = await sandbox.environment(job, { inputs }, connectionTask);
      assert.equal(environment.INPUT_NODECONNECTION, key);
      assert.equal(environment[`ENDPOINT_URL_${key}`], "https://node.contoso.com/");
      assert.equal(environment[`ENDPOINT_AUTH_${key}`], '{"parameters":{"apitoken":"t0ken-value"},"scheme":"Token"}');
      assert.equal(environment[`ENDPOINT_AUTH_SCHEME_${key}`], "Token");
      assert.equal(environment[`ENDPOINT_AUTH_PARAMETER_${key}_APITOKEN`], "t0ken-value");
      assert.equal(environment[`ENDPOINT_DATA_${key}`], '{"node.name":"n1","empty":""}');
      assert.equal(environment[`ENDPOINT_DATA_${key}_NODE_NAME`], "n1");
      assert.equal(environment[`ENDPOINT_DATA_${key}_EMPTY`], "");
      assert.equal(environment[`ENDPOINT_URL_${other.id}`], undefined);
    }
  });

  it("passes no connection for an id in an ordinary input, or a name in the wrong case", async () => {
    const job = sandbox.job({ endpoints: [endpoint] });
    const environment = await sandbox.environment(
      job,
      { inputs: { plain: id, NODECONNECTION: "Contoso node" } },
      connectionTask,
    );
    assert.equal(environment[`ENDPOINT_URL_${key}`], undefined);
    assert.equal(environment.INPUT_NODECONNECTION, "Contoso node");
  });

  it("refuses an unknown connection, one of another type, and one named by a runtime variable", async () => {
    const job = sandbox.job({
      endpoints: [endpoint, { ...endpoint, id: "22222222-0000-4000-8000-000000000000", name: "Else", type: "generic" }],
      variables: [{ name: "known", value: "Contoso node" }],
    });
    await sandbox.print(job, ["##vso[task.setvariable variable=late]Contoso node"]);
    const run = (nodeConnection: string) => sandbox.environment(job, { inputs: { nodeConnection } }, connectionTask);
    await assert.rejects(
      run("Nope"),
      (error) => error instanceof PipelineError && /Nope which could not be found/.test(error.message),
    );
    await assert.rejects(run("Else"), /expects a service connection of type sample .* is of type generic/);
    await assert.rejects(run("$(late)"), /service connection \$\(late\) which could not be found/);
    assert.equal((await run("$(known)")).INPUT_NODECONNECTION, key);
  });

  it("always passes the agent's own connection with a token", async () => {
    const environment = await sandbox.environment(sandbox.job());
    const token = environment.ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN;
    assert.equal(environment.ENDPOINT_URL_SYSTEMVSSCONNECTION, "https://dev.azure.com/contoso/");
    assert.equal(environment.ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION, "OAuth");
    assert.equal(environment.ENDPOINT_DATA_SYSTEMVSSCONNECTION, undefined);
    assert.equal(token?.length, 52);
    assert.equal(token, environment.SECRET_SYSTEM_ACCESSTOKEN);
  });

  it("formats URLs like .NET", () => {
    assert.equal(toDotNetUrl("HTTPS://Node.Contoso.com:443"), "https://node.contoso.com/");
    assert.equal(
      toDotNetUrl("https://contoso.com/a%20b/%C3%B6%2f%25?q=%22x%22"),
      'https://contoso.com/a b/ö%2F%25?q="x"',
    );
    assert.equal(toDotNetUrl("https://contoso.com/a/"), "https://contoso.com/a/");
    assert.equal(toDotNetUrl("https://contoso.com/%FF"), "https://contoso.com/%FF");
  });

  it("passes proxy and certificate settings, secret ones as secrets", async () => {
    const [clientCert, clientCertKey, clientCertArchive] = ["cert", "key", "archive"].map((name) =>
      sandbox.file(name, name),
    );
    const proxy = {
      proxyUrl: "http://proxy:8080",
      proxyUsername: "u",
      proxyPassword: "pr0xy-pass",
      proxyBypassList: ["\\.local$"],
    };
    const certs = { caInfo: "/ca.pem", clientCert, clientCertKey, clientCertArchive, clientCertPassword: "c3rt-pass" };
    const agent = { ...proxy, ...certs, skipCertValidation: true, useBasicAuthForProxy: true };
    const environment = await sandbox.environment(sandbox.job({ agent: JSON.parse(JSON.stringify(agent)) }));
    const expected: Record<string, string | undefined> = {
      AGENT_PROXYURL: "http://proxy:8080",
      AGENT_PROXYUSERNAME: "u",
      SECRET_AGENT_PROXYPASSWORD: "pr0xy-pass",
      AGENT_PROXYBYPASSLIST: '["\\\\.local$"]',
      AGENT_USEBASICAUTHFORPROXY: "True",
      AGENT_CAINFO: "/ca.pem",
      AGENT_CLIENTCERT: clientCert,
      AGENT_CLIENTCERTKEY: clientCertKey,
      AGENT_CLIENTCERTARCHIVE: clientCertArchive,
      SECRET_AGENT_CLIENTCERTPASSWORD: "c3rt-pass",
      AGENT_SKIPCERTVALIDATION: "True",
      HTTPS_PROXY: undefined,
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(environment[name], value, name);
  });

  it("passes no client certificate when one of its files is missing, and no proxy when none is set", async () => {
    const clientCert = sandbox.file("cert", "cert");
    const environment = await sandbox.environment(sandbox.job({ agent: { clientCert, clientCertKey: clientCert } }));
    assert.equal(environment.AGENT_CLIENTCERT, undefined);
    assert.equal(environment.AGENT_PROXYURL, undefined);
    assert.equal(environment.AGENT_SKIPCERTVALIDATION, undefined);
  });

  it("skips a task with a connection in a run of a forked repository", async () => {
    const variables = ["System.RestrictSecrets", "System.PullRequest.IsFork"].map((name) => ({ name, value: "true" }));
    const job = sandbox.job({ endpoints: [endpoint], variables });
    const taskFolder = sandbox.task("console.log('ran')", connectionTask);
    const step = await job.runTask({ taskFolder, inputs: { nodeConnection: "Contoso node" } });
    assert.deepEqual([step.result, step.raw], ["Skipped", []]);
    assert.equal((await job.runTask({ taskFolder, inputs: {} })).result, "Succeeded");
  });
});

function namesIn(json: string | undefined): string[] {
  return JSON.parse(json ?? "[]") as string[];
}
