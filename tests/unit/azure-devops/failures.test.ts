import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { HandOverTarget } from "../../../src/azure-devops/target.ts";
import {
  type AzureDevOpsServer,
  type Fault,
  startAzureDevOpsServer,
} from "../../../tools/azure-devops-server/server.ts";
import { closedPort } from "../../support/closed-port.ts";
import { accessTo, code, failureOf } from "./fixture.ts";

const variables = { region: { value: "west" } };
const group: HandOverTarget = { kind: "variableGroup", group: "codes", project: "Fabrikam" };
const release: HandOverTarget = { kind: "release", releaseId: 41, project: "Fabrikam" };
const rerun = "The connection stays pending: run the step again to store its code.";
const identities =
  '"Fabrikam Build Service (contoso)" (or "Project Collection Build Service (contoso)", if the job authorization scope is not limited to the current project)';

interface Case {
  readonly fault: Fault;
  readonly read?: string;
  readonly group: string;
  readonly release: string;
}

const token = `The token is valid only while its job runs and within the job authorization scope. Check that the project belongs to contoso and that "Limit job authorization scope to current project" (Project settings, Settings) does not exclude it. ${rerun}`;
const proxy = "Check that no proxy or sign-in page is between this agent and Azure DevOps";

/** HOST is a placeholder for the host that answered. */
const cases: readonly Case[] = [
  {
    fault: { kind: "signInPage" },
    group: `EXA606: Azure DevOps at HOST does not accept the job's token: it answered with its sign-in page (HTTP 203) while the task stored the code in the variable group "codes" of the project "Fabrikam". ${token}`,
    release: `EXA606: Azure DevOps at HOST does not accept the job's token: it answered with its sign-in page (HTTP 203) while the task stored the code in the release 41 of the project "Fabrikam". ${token}`,
  },
  {
    fault: { kind: "unauthorized" },
    group: `EXA606: Azure DevOps at HOST does not accept the job's token: it answered HTTP 401 while the task stored the code in the variable group "codes" of the project "Fabrikam". Azure DevOps says: "TF400813: The user 'aaaa' is not authorized to access this resource.". ${token}`,
    release: `EXA606: Azure DevOps at HOST does not accept the job's token: it answered HTTP 401 while the task stored the code in the release 41 of the project "Fabrikam". Azure DevOps says: "TF400813: The user 'aaaa' is not authorized to access this resource.". ${token}`,
  },
  {
    fault: { kind: "forbidden" },
    group: `EXA604: The build identity may not change the variable group "codes" of the project "Fabrikam". Azure DevOps says: "You do not have permissions to perform this operation on the variable group. A variable group Administrator should add you to the Administrator role.". In Pipelines, Library, "codes", Security, give the role Administrator to ${identities}. ${rerun}`,
    release: `EXA605: The build identity may not change the release 41 of the project "Fabrikam". Azure DevOps says: "VS402904: Access denied: User Fabrikam Build Service (contoso) does not have manage releases permission. Contact your release manager.". In Pipelines, Releases, the release pipeline's menu, Security, set "View releases" and "Manage releases" to Allow for ${identities}. ${rerun}`,
  },
  {
    fault: { kind: "notFound" },
    group: `EXA602: The project "Fabrikam" of contoso has no variable group "codes", or does not show it to this job. The group must exist: check the spelling of "variableGroup", or create it in Pipelines, Library. Then, in its Security, give the role Administrator to ${identities}. ${rerun}`,
    release: `EXA607: Azure DevOps has no release 41 of the project "Fabrikam", or does not show it to this job. Azure DevOps says: "TF200016: The following project does not exist: Fabrikam.". In Pipelines, Releases, the release pipeline's menu, Security, set "View releases" and "Manage releases" to Allow for ${identities}. ${rerun}`,
  },
  {
    fault: { kind: "tooManyRequests", retryAfterSeconds: 30 },
    group: `EXA609: Azure DevOps at HOST accepts no more requests from this identity at the moment (HTTP 429); the code was not stored. Wait some minutes, and run fewer jobs at once. ${rerun}`,
    release: `EXA609: Azure DevOps at HOST accepts no more requests from this identity at the moment (HTTP 429); the code was not stored. Wait some minutes, and run fewer jobs at once. ${rerun}`,
  },
  {
    fault: { kind: "serverError" },
    group: `EXA610: Azure DevOps at HOST failed with HTTP 500 while the task stored the code in the variable group "codes" of the project "Fabrikam". Azure DevOps says: "TF400898: An Internal Error Occurred. Activity Id: 5f0a1d6c-0000-4000-8000-000000000000.". Check status.dev.azure.com, or the server's own log. ${rerun}`,
    release: `EXA610: Azure DevOps at HOST failed with HTTP 500 while the task stored the code in the release 41 of the project "Fabrikam". Azure DevOps says: "TF400898: An Internal Error Occurred. Activity Id: 5f0a1d6c-0000-4000-8000-000000000000.". Check status.dev.azure.com, or the server's own log. ${rerun}`,
  },
  {
    fault: { kind: "redirect", location: "http://sign-in.contoso.example/?next=here" },
    group: `EXA612: Azure DevOps at HOST redirects to http://sign-in.contoso.example. The redirect is not followed, to protect the job's token. ${proxy}. ${rerun}`,
    release: `EXA612: Azure DevOps at HOST redirects to http://sign-in.contoso.example. The redirect is not followed, to protect the job's token. ${proxy}. ${rerun}`,
  },
  {
    fault: { kind: "answer", status: 200, body: "<html><body>Welcome to the proxy</body></html>" },
    group: `EXA613: Azure DevOps at HOST gave an unusable answer (HTTP 200) while the task stored the code in the variable group "codes" of the project "Fabrikam". ${proxy}, and correct what it reports. ${rerun}`,
    release: `EXA613: Azure DevOps at HOST gave an unusable answer (HTTP 200) while the task stored the code in the release 41 of the project "Fabrikam". ${proxy}, and correct what it reports. ${rerun}`,
  },
  {
    fault: { kind: "reset" },
    group: `EXA611: Azure DevOps at HOST cannot be reached, or closed the connection early (ECONNRESET); it is not known whether the code was stored. Check this agent's network and its proxy settings. ${rerun}`,
    release: `EXA611: Azure DevOps at HOST cannot be reached, or closed the connection early (ECONNRESET); it is not known whether the code was stored. Check this agent's network and its proxy settings. ${rerun}`,
  },
  {
    fault: { kind: "hang" },
    group: `EXA611: Azure DevOps at HOST did not answer in time; it is not known whether the code was stored. Check this agent's network and its proxy settings. ${rerun}`,
    release: `EXA611: Azure DevOps at HOST did not answer in time; it is not known whether the code was stored. Check this agent's network and its proxy settings. ${rerun}`,
  },
];

describe("A failed hand-over", () => {
  let server: AzureDevOpsServer;

  beforeEach(async () => {
    server = await startAzureDevOpsServer();
    server.addVariableGroup({ name: "codes", variables });
    server.addRelease({ variables });
  });
  afterEach(() => server.close());

  const access = () => ({ ...accessTo(server), requestMilliseconds: 400 });
  const hosts = () => [server.collectionUrl, server.releaseUrl].map((url) => new URL(url).host);
  const messageFor = async (target: HandOverTarget) =>
    hosts().reduce((text, host) => text.replaceAll(host, "HOST"), (await failureOf(target, access())).message);
  const unchanged = () => {
    assert.deepEqual(server.group(1).variables, variables);
    assert.deepEqual(server.release(41).variables, variables);
  };

  for (const { fault, ...expected } of cases) {
    const name = fault.kind === "answer" ? "a web page" : fault.kind;
    for (const operation of ["listVariableGroups", "updateVariableGroup"] as const) {
      it(`has the documented message for ${name} at ${operation}`, async () => {
        server.misbehave({ operation, fault });
        assert.equal(await messageFor(group), expected.group);
        unchanged();
      });
    }
    for (const operation of ["getRelease", "updateRelease"] as const) {
      it(`has the documented message for ${name} at ${operation}`, async () => {
        server.misbehave({ operation, fault });
        assert.equal(await messageFor(release), expected.release);
        unchanged();
      });
    }
    for (const target of [group, release]) {
      it(`has the documented code for ${name} at describeApi of a ${target.kind}`, async () => {
        server.misbehave({ operation: "describeApi", fault });
        const text = target.kind === "release" ? expected.release : expected.group;
        assert.equal((await messageFor(target)).split(":")[0], text.split(":")[0]);
        unchanged();
      });
    }
  }

  it("says what to create when the group does not exist", async () => {
    assert.equal(await messageFor({ ...group, group: "other" }), cases[3]?.group.replace('"codes"', '"other"'));
  });

  it("says that the project does not exist", async () => {
    assert.match(
      await messageFor({ ...group, project: "Fabrikm" }),
      /^EXA602: The project "Fabrikm" of contoso has no/,
    );
  });

  for (const [what, body] of [
    ["nothing", ""],
    ["null", "null"],
    ["a number", "7"],
    ["an object without a list", "{}"],
    ["a list of nothing", '{"count":1,"value":[null]}'],
  ] as const) {
    for (const [target, operation] of [
      [group, "listVariableGroups"],
      [group, "describeApi"],
      [release, "listResourceAreas"],
      [release, "describeApi"],
      [release, "getRelease"],
    ] as const) {
      it(`has a code, or did not happen, after ${operation} answers ${what}`, async () => {
        server.misbehave({ operation, times: 1, fault: { kind: "answer", status: 200, body } });
        assert.match(await messageFor(target).catch(() => "EXA607: stored"), /^EXA6(02|07|13): /);
        assert.deepEqual(server.group(1).variables, variables);
      });
    }
  }

  it("quotes neither the token nor the code when a server echoes them, and no logging command", async () => {
    const body = JSON.stringify({ message: `##vso[task.setvariable variable=x]\r\n${code}` });
    server.misbehave({ operation: "updateVariableGroup", times: 1, fault: { kind: "echo", status: 400 } });
    server.misbehave({ operation: "updateVariableGroup", times: 1, fault: { kind: "answer", status: 400, body } });
    const echoed = await messageFor(group);
    assert.match(echoed, /^EXA613: .* with Bearer \*\*\* and body /);
    assert.match(await messageFor(group), /Azure DevOps says: "#_#vso\[task.setvariable variable=x\] \*\*\*"\./);
  });

  it("writes only methods, paths and statuses to the debug log", async () => {
    const given = accessTo(server);
    server.misbehave({ operation: "updateVariableGroup", fault: { kind: "echo", status: 403 } });
    await failureOf(group, given);
    assert.deepEqual(given.lines, [
      "Azure DevOps: OPTIONS /contoso/_apis/distributedtask answered HTTP 200.",
      "Azure DevOps: GET /contoso/Fabrikam/_apis/distributedtask/variablegroups answered HTTP 200.",
      "Azure DevOps: PUT /contoso/_apis/distributedtask/variablegroups/1 answered HTTP 403.",
    ]);
  });

  it("says that no server listens", async () => {
    const failure = await failureOf(group, accessTo({ collectionUrl: `http://127.0.0.1:${closedPort}/contoso/` }));
    assert.match(failure.message, /^EXA611: .* cannot be reached, or closed the connection early \(ECONNREFUSED\);/);
  });
});

describe("The job's token", () => {
  it("is not sent to the target of a redirect", async () => {
    const server = await startAzureDevOpsServer();
    const elsewhere = await startAzureDevOpsServer();
    try {
      server.addVariableGroup({ name: "codes", variables });
      const fault: Fault = { kind: "redirect", location: `${elsewhere.collectionUrl}_apis/anything` };
      server.misbehave({ operation: "updateVariableGroup", fault });
      assert.equal((await failureOf(group, accessTo(server))).code, "EXA612");
      assert.deepEqual(elsewhere.requests, []);
    } finally {
      await Promise.all([server.close(), elsewhere.close()]);
    }
  });

  it("is not sent to a release address that is less safe than the collection's", async () => {
    const server = await startAzureDevOpsServer();
    try {
      const body = JSON.stringify({
        value: [{ id: "EFC2F575-36EF-48E9-B672-0C6FB4A48AC5", locationUrl: "ftp://contoso.example/" }],
      });
      server.misbehave({ operation: "listResourceAreas", fault: { kind: "answer", status: 200, body } });
      assert.equal((await failureOf(release, accessTo(server))).code, "EXA613");
    } finally {
      await server.close();
    }
  });
});
