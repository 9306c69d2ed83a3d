import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { fakeJobToken, startAzureDevOpsServer } from "../../tools/azure-devops-server/server.ts";
import { Authority, type Certificate, hasOpenssl } from "../../tools/certificate-authority.ts";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import type { JobVariable, StepReport } from "../../tools/local-agent/agent.ts";
import { jobVariables, runBuiltTask } from "../support/task-run.ts";
import { type BuiltRun, handlers, issuesOf, SecureNode } from "./built-run.ts";
import { LoopbackProxy } from "./loopback-proxy.ts";
import { TlsFront } from "./tls-front.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function variables(values: Readonly<Record<string, string>>): JobVariable[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

for (const handler of hasOpenssl ? handlers : []) {
  describe(`A task with variables that try to steal the credential, on ${handler}`, () => {
    let authority: Authority;
    let certificate: Certificate;
    let node: SecureNode;
    let proxy: LoopbackProxy;
    before(() => {
      authority = new Authority("Contoso Test Authority");
      certificate = authority.issue("node");
    });
    after(() => authority.remove());

    const closing: { close(): Promise<void> }[] = [];
    const open = <T extends { close(): Promise<void> }>(one: T): T => {
      closing.push(one);
      return one;
    };
    beforeEach(async () => {
      node = open(await SecureNode.start(certificate));
      proxy = open(await LoopbackProxy.start());
    });
    afterEach(async () => {
      for (const one of closing.splice(0)) await one.close();
    });

    async function isRefused(run: Omit<BuiltRun, "handler">, message: RegExp): Promise<StepReport> {
      const step = await node.initiate({ handler, ...run });
      assert.match(issuesOf(step, "error").join(), message, step.log.join("\n"));
      assert.deepEqual(node.node.requests, []);
      assert.deepEqual(proxy.asked, []);
      return step;
    }

    const byPipeline: [title: string, values: () => Record<string, string>][] = [
      ["a proxy and an authority", () => ({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority.caFile })],
      ["only an authority", () => ({ "node.extra.ca.certs": authority.caFile })],
      ["that certificates are not checked", () => ({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })],
      [
        "the system's certificate store and its place",
        () => ({ NODE_USE_SYSTEM_CA: "1", SSL_CERT_FILE: authority.caFile }),
      ],
      [
        "OpenSSL's certificate store in Node's options",
        () => ({ NODE_OPTIONS: "--use-openssl-ca", SSL_CERT_FILE: authority.caFile }),
      ],
      ["another proxy of the agent", () => ({ "Agent.ProxyUrl": proxy.url, "Agent.CAInfo": authority.caFile })],
      ["that the agent accepts any certificate", () => ({ "Agent.SkipCertValidation": "true" })],
      ["that setting in the agent's spelling", () => ({ "agent.skipcertvalidation": "True" })],
      ["an authority in the agent's spelling", () => ({ "agent.cainfo": authority.caFile })],
    ];
    for (const [title, values] of byPipeline) {
      it(`refuses a pipeline that sets ${title}`, async () => {
        const [first = ""] = Object.keys(values()).slice(-1);
        await isRefused(
          { variables: variables(values()) },
          new RegExp(`^EXA407: .*"${first.replaceAll(".", "\\.")}"`, "i"),
        );
      });
    }

    it("refuses a setting that the agent does not have", async () => {
      const agent = { caInfo: authority.caFile };
      const run = { agent, variables: variables({ "agent.skipcertvalidation": "True" }) };
      await isRefused(run, /^EXA407: .*"Agent\.SkipCertValidation" does not match/);
    });

    it("reads the agent's own settings from the folder of its Node", async () => {
      const folder = mkdtempSync(join(tmpdir(), "exalate-agent-"));
      try {
        const own = join(folder, "externals", "node", "bin", "node");
        mkdirSync(dirname(own), { recursive: true });
        copyFileSync(join(root, "node_modules", handler === "Node24" ? "node24" : "node20", "bin", "node"), own);
        writeFileSync(join(folder, ".certificates"), '{ "skipServerCertValidation": true }');
        const said = variables({ "agent.skipcertvalidation": "True" });
        const { step } = await runBuiltTask({
          task: "ExalateInitiate",
          handler,
          inputs: { private: "true", localShortName: "ado", destinationShortName: "jira" },
          url: node.front.url,
          parameters: { apitoken: fakeToken },
          job: { node: { node20_1: own, node24: own }, variables: [...jobVariables, ...said] },
        });
        assert.equal(step.result, "Succeeded", step.log.join("\n"));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it("checks certificates with any environment of the machine", async () => {
      const step = await isRefused({ environment: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } }, /^EXA403: /);
      assert.match(issuesOf(step, "warning").join(), /NODE_TLS_REJECT_UNAUTHORIZED=0 .* no effect/);
      assert.deepEqual(stderrOf(step), []);
    });

    it("checks a proxy's certificate too", async () => {
      const front = open(await TlsFront.start({ cert: certificate.cert, key: certificate.key }, proxy.url));
      const environment = { NODE_TLS_REJECT_UNAUTHORIZED: "0", HTTPS_PROXY: front.url };
      await isRefused({ environment }, /^EXA406: .*UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
    });

    it("checks the certificate of Azure DevOps before it sends the job's token", async () => {
      const azureDevOps = open(await startAzureDevOpsServer());
      const front = open(await TlsFront.start(certificate, azureDevOps.collectionUrl));
      azureDevOps.addVariableGroup({ name: "codes", variables: {} });
      const { step } = await onPlainNode({
        inputs: { storeIn: "variableGroup", variableGroup: "codes" },
        environment: { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
        variables: [
          ...variables({ "System.TeamProject": "Fabrikam", "System.CollectionUri": `${front.url}/contoso/` }),
          { name: "System.AccessToken", value: fakeJobToken, isSecret: true },
        ],
      });
      assert.match(issuesOf(step, "error").join(), /^EXA611: .*not trusted/, step.log.join("\n"));
      assert.deepEqual(azureDevOps.requests, []);
    });

    for (const by of ["pipeline", "machine"] as const) {
      for (const value of ["http", "*", "net,HTTP,tls"]) {
        it(`prints no request with NODE_DEBUG=${value} set by the ${by}`, async () => {
          const values = { NODE_DEBUG: value };
          const set = by === "pipeline" ? { variables: variables(values) } : { environment: values };
          const step = await node.initiate({ handler, agent: { caInfo: authority.caFile }, ...set });
          assert.equal(step.result, "Succeeded", step.log.join("\n"));
          assert.match(issuesOf(step, "warning").join(), /NODE_DEBUG is set/);
          assert.doesNotMatch(stderrOf(step).join("\n"), /headers|POST|exalate-jwt/i);
        });
      }
    }

    it("uses no proxy for http requests to this machine", async () => {
      for (const environment of [{ HTTP_PROXY: proxy.url }, { http_proxy: proxy.url }, { ALL_PROXY: proxy.url }]) {
        const { step } = await onPlainNode({ environment });
        assert.equal(step.result, "Succeeded", step.log.join("\n"));
      }
      const { step } = await onPlainNode({ agent: { proxyUrl: proxy.url } });
      assert.equal(step.result, "Succeeded", step.log.join("\n"));
      assert.deepEqual(proxy.asked, []);
    });

    async function onPlainNode({ inputs, environment, ...job }: Omit<BuiltRun, "handler">) {
      const plain = open(await startExalateNode());
      return runBuiltTask({
        task: "ExalateInitiate",
        handler,
        inputs: { private: "true", localShortName: "ado", destinationShortName: "jira", ...inputs },
        url: plain.url,
        parameters: { apitoken: fakeToken },
        job: { ...job, agentEnvironment: { PATH: process.env.PATH ?? "", ...environment } },
      });
    }

    // The agent's own expression for passwords in URLs ends at each special character in the second and third.
    for (const password of ["s3cretPassw0rd", "s3cret]Pass|w{rd", "s3cret%5DPassw0rd", "s3cret/Pass?w#rd"]) {
      it(`never shows the password in the URL of a service connection or of an input: ${password}`, async () => {
        const url = `https://user:${password}@localhost:1`;
        const destinationUrl = url.replaceAll("s3cret", "0ther");
        // Azure DevOps accepts no service connection with an invalid URL.
        const connections = URL.canParse(url) ? [url, "https://localhost:1"] : ["https://localhost:1"];
        for (const connection of connections) {
          const { step } = await runBuiltTask({
            task: "ExalateInitiate",
            handler,
            inputs: { destinationUrl, localShortName: "ado", destinationShortName: "jira" },
            url: connection,
            parameters: { apitoken: fakeToken },
            job: { debug: true },
          });
          assert.match(issuesOf(step, "error").join(), /^EXA103: /);
          const shown = [...step.log, ...step.operations, JSON.stringify(step.issues)].join("\n");
          assert.doesNotMatch(shown, /s3cret|0ther|Pass.?w.?rd/, shown);
          assert.doesNotMatch(
            step.raw
              .map(({ text }) => text)
              .filter((line) => !line.includes("task.setsecret"))
              .join("\n"),
            /s3cret/,
          );
        }
      });
    }
  });
}

function stderrOf(step: StepReport): string[] {
  return step.raw.filter(({ stream }) => stream === "stderr").map(({ text }) => text);
}

if (!hasOpenssl) describe("A task with variables that try to steal the credential", () => it.skip("needs openssl"));
