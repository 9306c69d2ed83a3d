import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakePassword, fakeToken, fakeUser } from "../../tools/exalate-node/node.ts";
import { type PipelineOptions, type PipelineReport, runPipeline } from "../../tools/local-pipeline/pipeline.ts";
import { exampleText } from "../examples/two-nodes.ts";
import { assertClean, assertRawOutputClean, type SecretsByName } from "../support/secret-scan.ts";
import { runBuiltTask, type TaskRunReport } from "../support/task-run.ts";
import { anyServerKinds } from "./server-kinds.ts";
import type { DialectServer, KnownConnection } from "./servers/shared/dialect-server.ts";

/** Two servers of one kind, and runs of the built tasks against them. */
export class ServerPair {
  readonly contoso: DialectServer;
  readonly fabrikam: DialectServer;
  readonly #overrides: string;
  readonly #access: Pick<PipelineOptions["connections"][number], "scheme" | "parameters">;
  readonly #workFolder = mkdtempSync(join(tmpdir(), "exalate-servers-"));
  #runs = 0;

  private constructor(servers: readonly [DialectServer, DialectServer], signInWith: string, overrides: string) {
    [this.contoso, this.fabrikam] = servers;
    this.#overrides = overrides;
    this.#access =
      signInWith === "token"
        ? { scheme: "Token", parameters: { apitoken: fakeToken } }
        : { scheme: "UsernamePassword", parameters: { username: fakeUser, password: fakePassword } };
  }

  /**
   * Starts two servers of a kind. Both service connections have the same API overrides.
   * @param existing names of connections that Contoso's server has from the beginning
   */
  static async start(kindName: string, overrides: string, existing: readonly string[] = []): Promise<ServerPair> {
    const kind = anyServerKinds[kindName];
    if (kind === undefined) throw new Error(`There is no kind of server ${kindName}`);
    const servers = await Promise.all([kind.start({ side: "contoso", existing }), kind.start({ side: "fabrikam" })]);
    return new ServerPair(servers, kind.signInWith, overrides);
  }

  /** Runs the staged example, changed only in the projects and Fabrikam's node. No secret may be visible in its log. */
  async runExample(approve: boolean): Promise<PipelineReport> {
    this.#runs += 1;
    const text = exampleText("staged-approval.yml")
      .replace("project: Contoso Support", "project: Contoso R&D")
      .replace("project: Fabrikam Service Desk", "project: Fabrikam R&D");
    const report = await runPipeline({
      file: "staged-approval.yml",
      text,
      parameters: { fabrikamNode: this.fabrikam.url },
      connections: [this.#endpoint("contoso-exalate", this.contoso), this.#endpoint("fabrikam-exalate", this.fabrikam)],
      approve: async () => approve,
      workFolder: join(this.#workFolder, String(this.#runs)),
    });
    const masked = report.lines.map((line) => line.text).join("\n");
    this.#assertNoLeak(
      report.raw.map((line) => line.text),
      masked,
    );
    return report;
  }

  /** Runs a built task on Contoso's side. No secret may be visible in its log. */
  async runTask(task: string, inputs: Readonly<Record<string, string>>): Promise<TaskRunReport> {
    const data = { apiOverrides: this.#overrides };
    const readLater = task === "ExalateInitiate" ? ["exalate.connectionId", "exalate.invitationCode"] : [];
    const handler = "Node20_1";
    const report = await runBuiltTask({
      ...{ task, handler, inputs, url: this.contoso.url, data, readLater },
      ...this.#access,
    });
    this.#assertNoLeak(
      report.step.raw.map((line) => line.text),
      report.step.log.join("\n"),
    );
    return report;
  }

  /** The connections of both servers as `name STATUS`. */
  states(): { readonly contoso: string[]; readonly fabrikam: string[] } {
    return { contoso: this.contoso.connections().map(stateOf), fabrikam: this.fabrikam.connections().map(stateOf) };
  }

  /** Stops the servers and removes the files of the runs. */
  async close(): Promise<void> {
    rmSync(this.#workFolder, { recursive: true, force: true });
    await Promise.all([this.contoso.close(), this.fabrikam.close()]);
  }

  #endpoint(name: string, { url }: DialectServer): PipelineOptions["connections"][number] {
    return { id: randomUUID(), name, type: "exalate", url, data: { apiOverrides: this.#overrides }, ...this.#access };
  }

  #assertNoLeak(raw: readonly string[], masked: string): void {
    const secrets = this.#secrets();
    assertRawOutputClean(raw, secrets);
    assertClean("masked log", masked, secrets);
    for (const { path } of [...this.contoso.calls, ...this.fabrikam.calls]) assertClean("URL", path, secrets);
  }

  #secrets(): SecretsByName {
    const given = [...this.contoso.secrets(), ...this.fabrikam.secrets(), ...Object.values(this.#access.parameters)];
    const secret = given.filter((each) => each !== fakeUser);
    return Object.fromEntries(secret.map((each, index) => [`secret ${index}`, each]));
  }
}

/** The API overrides for a kind of server, written by hand. */
export function overridesByHand(kindName: string): string {
  return readFileSync(new URL(`servers/${kindName}/by-hand.overrides.json`, import.meta.url), "utf8");
}

function stateOf({ name, status }: KnownConnection): string {
  return `${name} ${status}`;
}
