import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Dialect,
  type DialectName,
  type ExalateNode,
  fakeToken,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import { type PipelineOptions, type PipelineReport, runPipeline } from "../../tools/local-pipeline/pipeline.ts";
import { exampleText } from "../examples/two-nodes.ts";
import { assertClean, assertRawOutputClean } from "../support/secret-scan.ts";

/** The dialect of a node. The default is the usual API. */
export type NodeDialect = Dialect | DialectName | undefined;

/** One side of the example: the dialect of its node and the API overrides of its service connection. */
export interface Side {
  readonly dialect?: NodeDialect;
  readonly overrides?: string;
}

/** The text of the overrides for a built-in dialect. */
export function overridesFor(name: DialectName): string {
  return readFileSync(new URL(`${name}.overrides.json`, import.meta.url), "utf8");
}

/** A side with a built-in dialect and its overrides. */
export function sideWith(name: DialectName): Side {
  return { dialect: name, overrides: overridesFor(name) };
}

/** Contoso's and Fabrikam's embedded nodes, each with its own dialect, and runs of the staged example on them. */
export class TwoDialects {
  readonly contoso: ExalateNode;
  readonly fabrikam: ExalateNode;
  readonly #connections: PipelineOptions["connections"];
  readonly #workFolder = mkdtempSync(join(tmpdir(), "exalate-dialects-"));
  #runs = 0;

  private constructor(contoso: ExalateNode, fabrikam: ExalateNode, sides: { contoso: Side; fabrikam: Side }) {
    this.contoso = contoso;
    this.fabrikam = fabrikam;
    this.#connections = [
      endpoint("contoso-exalate", contoso, sides.contoso),
      endpoint("fabrikam-exalate", fabrikam, sides.fabrikam),
    ];
  }

  /** Starts both nodes. */
  static async start(contoso: Side, fabrikam: Side): Promise<TwoDialects> {
    return new TwoDialects(await startNode(contoso), await startNode(fabrikam), { contoso, fabrikam });
  }

  /** Runs the staged example, changed only in Fabrikam's node. Asserts that no secret is visible in its log. */
  async run(approve = true, change = (text: string) => text): Promise<PipelineReport> {
    this.#runs += 1;
    const report = await runPipeline({
      file: "staged-approval.yml",
      text: change(exampleText("staged-approval.yml")),
      parameters: { fabrikamNode: this.fabrikam.url },
      connections: this.#connections,
      approve: async () => approve,
      workFolder: join(this.#workFolder, String(this.#runs)),
    });
    this.#assertNoLeak(report);
    return report;
  }

  /** The connections of both nodes as `name STATUS`. */
  states(): { readonly contoso: string[]; readonly fabrikam: string[] } {
    return { contoso: statesOf(this.contoso), fabrikam: statesOf(this.fabrikam) };
  }

  /** Stops the nodes and removes the files of the runs. */
  async close(): Promise<void> {
    rmSync(this.#workFolder, { recursive: true, force: true });
    await Promise.all([this.contoso.close(), this.fabrikam.close()]);
  }

  #assertNoLeak({ raw, lines }: PipelineReport): void {
    const secrets = this.#secrets();
    assertRawOutputClean(
      raw.map(({ text }) => text),
      secrets,
    );
    assertClean("masked log", lines.map(({ text }) => text).join("\n"), secrets);
    for (const { path } of [...this.contoso.requests, ...this.fabrikam.requests]) assertClean("URL", path, secrets);
  }

  #secrets(): Record<string, string> {
    const nodes = [this.contoso, this.fabrikam];
    const codes = nodes.flatMap((node) => node.connections()).map(({ invitationCode }) => invitationCode);
    const sessions = nodes.flatMap((node) => node.sessionTokens());
    return Object.fromEntries([fakeToken, ...codes, ...sessions].map((secret, index) => [`secret ${index}`, secret]));
  }
}

function startNode({ dialect }: Side): Promise<ExalateNode> {
  return startExalateNode(dialect === undefined ? {} : { dialect });
}

function endpoint(name: string, { url }: ExalateNode, { overrides }: Side): PipelineOptions["connections"][number] {
  const data: Record<string, string> = overrides === undefined ? {} : { apiOverrides: overrides };
  return { id: randomUUID(), name, type: "exalate", url, scheme: "Token", parameters: { apitoken: fakeToken }, data };
}

function statesOf(node: ExalateNode): string[] {
  return node.connections().map(({ name, status }) => `${name} ${status}`);
}
