import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ExalateNode,
  type ExalateNodeOptions,
  fakeToken,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import type { ServiceEndpoint } from "../../tools/local-agent/agent.ts";
import { type PipelineOptions, type PipelineReport, runPipeline } from "../../tools/local-pipeline/pipeline.ts";
import type { SecretsByName } from "../support/secret-scan.ts";

/** The folder of the examples. */
export const examplesFolder = fileURLToPath(new URL("../../examples", import.meta.url));

/** The file names of the example pipelines. */
export const exampleFiles = readdirSync(examplesFolder)
  .filter((name) => name.endsWith(".yml"))
  .sort();

/** The text of an example. */
export function exampleText(name: string): string {
  return readFileSync(join(examplesFolder, name), "utf8");
}

/** The embedded nodes of Contoso and Fabrikam, with runs of examples on them. */
export class TwoNodes {
  readonly contoso: ExalateNode;
  readonly fabrikam: ExalateNode;
  /** The tokens of the service connections. A test can replace one by an expired token. */
  readonly tokens = { contoso: fakeToken, fabrikam: fakeToken };
  readonly #workFolder = mkdtempSync(join(tmpdir(), "exalate-examples-"));
  readonly #codes = new Set<string>();
  #runs = 0;

  private constructor(contoso: ExalateNode, fabrikam: ExalateNode) {
    this.contoso = contoso;
    this.fabrikam = fabrikam;
  }

  /** Starts both nodes. */
  static async start(options: ExalateNodeOptions = {}): Promise<TwoNodes> {
    return new TwoNodes(await startExalateNode(options), await startExalateNode(options));
  }

  /** Runs an example, changed only in Fabrikam's node. Approves every request unless the options say otherwise. */
  runExample(name: string, options: Partial<PipelineOptions> = {}): Promise<PipelineReport> {
    const text = exampleText(name);
    const parameters: Record<string, string> = text.includes("- name: fabrikamNode")
      ? { fabrikamNode: this.fabrikam.url }
      : {};
    return this.run(name, text, { parameters, ...options });
  }

  /** Runs a pipeline. */
  run(name: string, text: string, options: Partial<PipelineOptions> = {}): Promise<PipelineReport> {
    this.#runs += 1;
    return runPipeline({
      file: basename(name),
      text,
      connections: Object.values(this.serviceConnections()),
      approve: async () => true,
      workFolder: join(this.#workFolder, String(this.#runs)),
      onLine: () => this.#recordCodes(),
      ...options,
    });
  }

  /** The service connections of the two owners. */
  serviceConnections(): Readonly<Record<"contoso" | "fabrikam", ServiceEndpoint>> {
    return {
      contoso: exalateConnection("contoso-exalate", this.contoso, this.tokens.contoso),
      fabrikam: exalateConnection("fabrikam-exalate", this.fabrikam, this.tokens.fabrikam),
    };
  }

  /** The connections of both nodes as `name STATUS`. */
  states(): { readonly contoso: string[]; readonly fabrikam: string[] } {
    return { contoso: statesOf(this.contoso), fabrikam: statesOf(this.fabrikam) };
  }

  /** All data of the connections on both nodes. */
  connections(): unknown {
    return [this.contoso.connections(), this.fabrikam.connections()];
  }

  /** The number of changing requests so far, which are all except sign-ins and reads. */
  changes(): number {
    return [...this.contoso.requests, ...this.fabrikam.requests].filter(
      ({ method, path }) => method !== "GET" && !path.endsWith("/authenticate"),
    ).length;
  }

  /** All invitation codes so far, including those of withdrawn connections. */
  codes(): string[] {
    this.#recordCodes();
    return [...this.#codes];
  }

  /** The secrets that must not be visible anywhere. */
  secrets(): SecretsByName {
    const sessions = [...this.contoso.sessionTokens(), ...this.fabrikam.sessionTokens()];
    return {
      token: fakeToken,
      ...numbered("code", this.codes()),
      ...numbered("session", sessions),
    };
  }

  /** Stops the nodes and removes the files of the runs. */
  async close(): Promise<void> {
    rmSync(this.#workFolder, { recursive: true, force: true });
    await Promise.all([this.contoso.close(), this.fabrikam.close()]);
  }

  // A code disappears with its connection, so the codes are recorded during a run.
  #recordCodes(): void {
    for (const node of [this.contoso, this.fabrikam]) {
      for (const { invitationCode } of node.connections()) this.#codes.add(invitationCode);
    }
  }
}

/** A service connection to a node. */
export function exalateConnection(name: string, { url }: ExalateNode, apitoken: string): ServiceEndpoint {
  return { id: randomUUID(), name, type: "exalate", url, scheme: "Token", parameters: { apitoken }, data: {} };
}

function statesOf(node: ExalateNode): string[] {
  return node.connections().map(({ name, status }) => `${name} ${status}`);
}

function numbered(name: string, values: readonly string[]): SecretsByName {
  return Object.fromEntries(values.map((value, index) => [`${name} ${index + 1}`, value]));
}
