import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Authority, Certificate } from "../../tools/certificate-authority.ts";
import { type ExalateNode, fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import type {
  AgentSettings,
  JobVariable,
  NodeBinaries,
  NodeRunner,
  StepReport,
} from "../../tools/local-agent/agent.ts";
import { assertClean, assertRawOutputClean, type SecretsByName } from "../support/secret-scan.ts";
import { runBuiltTask } from "../support/task-run.ts";
import { TlsFront } from "./tls-front.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The handlers with an installed Node. */
export const handlers = (["Node20_1", "Node24"] as const).filter((name) =>
  existsSync(`${root}/node_modules/${name === "Node24" ? "node24" : "node20"}/bin/node`),
);

/** The password of the proxy user in tests, with characters that are escaped in several ways. */
export const proxyPassword = "pr0xy/pa:ss wörd%7z";

/** The passphrase of the client certificate in tests. */
export const keyPassphrase = "k3y-passphrase-of-tests";

/** A run of ExalateInitiate@1 against a node behind TLS. */
export interface BuiltRun {
  readonly handler: NodeRunner;
  /** The node's URL, when it is not that of the node that runs. */
  readonly url?: string;
  readonly agent?: AgentSettings;
  /** The agent's own environment, in addition to PATH. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly debug?: boolean;
  /** The Node to use instead of the handler's own. */
  readonly node?: NodeBinaries;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly variables?: readonly JobVariable[];
}

/** A node behind a TLS server. */
export class SecureNode {
  readonly node: ExalateNode;
  readonly front: TlsFront;

  private constructor(node: ExalateNode, front: TlsFront) {
    this.node = node;
    this.front = front;
  }

  static async start({ cert, key }: Certificate, clients?: Authority): Promise<SecureNode> {
    const node = await startExalateNode();
    const asking = clients ? { requestCert: true, rejectUnauthorized: true, ca: clients.ca } : {};
    return new SecureNode(node, await TlsFront.start({ cert, key, ...asking }, node.url));
  }

  async close(): Promise<void> {
    await this.front.close();
    await this.node.close();
  }

  /** Runs the built task against the node, and asserts that its output and files contain no secret. */
  async initiate(run: BuiltRun): Promise<StepReport> {
    const { handler, url = this.front.url, agent = {}, environment = {}, debug = false, variables, node } = run;
    const { step, files } = await runBuiltTask({
      task: "ExalateInitiate",
      handler,
      inputs: { private: "true", localShortName: "ado", destinationShortName: "jira", ...run.inputs },
      url,
      parameters: { apitoken: fakeToken },
      job: {
        agent,
        debug,
        agentEnvironment: { PATH: process.env.PATH ?? "", ...environment },
        ...(variables && { variables }),
        ...(node && { node }),
      },
    });
    assertNoSecret(step, files, this.#secrets());
    return step;
  }

  #secrets(): SecretsByName {
    const codes = this.node.connections().map(({ invitationCode }, index) => [`code ${index}`, invitationCode]);
    const sessions = this.node.sessionTokens().map((token, index) => [`session ${index}`, token]);
    return { ...Object.fromEntries([...codes, ...sessions]), token: fakeToken, proxyPassword, keyPassphrase };
  }
}

function assertNoSecret(step: StepReport, files: readonly string[], secrets: SecretsByName): void {
  assertRawOutputClean(
    step.raw.map(({ text }) => text),
    secrets,
  );
  assertClean("log", step.log.join("\n"), secrets);
  assertClean("issues", JSON.stringify(step.issues), secrets);
  assertClean("operations", step.operations.join("\n"), secrets);
  for (const file of files) assertClean("file", file, secrets);
}

/** The messages of one kind of issue. */
export function issuesOf(step: StepReport, type: "error" | "warning"): string[] {
  return step.issues.filter((issue) => issue.type === type).map(({ message }) => message);
}
