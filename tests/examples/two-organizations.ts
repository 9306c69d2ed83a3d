import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifacts, PipelineOptions, PipelineReport } from "../../tools/local-pipeline/pipeline.ts";
import { exampleText, TwoNodes } from "./two-nodes.ts";

/** The pipeline of Contoso's organization, and that of Fabrikam's. */
export const [initiateFile, acceptFile] = ["partner-initiate.yml", "partner-accept.yml"] as const;

/** The name of the file that Contoso sends to Fabrikam. */
export const invitationFile = "Contoso_to_Fabrikam.invitation.age";

/** The content of the file with the invitation in the artifacts of a run, which have nothing else. */
export function invitationIn(artifacts: Artifacts): Buffer {
  const files = [...artifacts].flatMap(([name, content]) => [...content.keys()].map((path) => `${name}/${path}`));
  assert.deepEqual(files, [`Contoso_to_Fabrikam.invitation/${invitationFile}`]);
  return artifacts.get("Contoso_to_Fabrikam.invitation")?.get(invitationFile) ?? assert.fail("No invitation");
}

/** What Contoso chooses when it starts a run. */
export interface Invited {
  readonly publicKey: string;
  readonly ifExists?: "reuse" | "replace";
  /** Looks once whether the connection is active, instead of waiting. */
  readonly waits?: false;
}

/** Contoso and Fabrikam as two organizations. The pipeline of each has only its own service connection and secrets. */
export class TwoOrganizations {
  readonly nodes: TwoNodes;
  readonly folder = mkdtempSync(join(tmpdir(), "exalate-partners-"));
  /** What the files of the jobs contained at any time, by their path. */
  readonly fileContents = new Map<string, Set<string>>();
  readonly reports: PipelineReport[] = [];
  #runs = 0;

  private constructor(nodes: TwoNodes) {
    this.nodes = nodes;
  }

  /** Starts the nodes of both. */
  static async start(): Promise<TwoOrganizations> {
    return new TwoOrganizations(await TwoNodes.start());
  }

  /** Runs Contoso's pipeline. Approves unless the options say otherwise. */
  invite({ publicKey, ifExists, waits }: Invited, options: Partial<PipelineOptions> = {}): Promise<PipelineReport> {
    const written = exampleText(initiateFile);
    const text = waits === false ? written.replace("timeoutMinutes: 10", "timeoutMinutes: 0") : written;
    return this.inviteAs(text, { fabrikamPublicKey: publicKey, ...(ifExists && { ifExists }) }, options);
  }

  /** Runs Contoso's pipeline with another text or other secrets. */
  inviteAs(
    text: string,
    parameters: Readonly<Record<string, string>>,
    options: Partial<PipelineOptions> = {},
  ): Promise<PipelineReport> {
    return this.#run(initiateFile, text, {
      connections: [this.nodes.serviceConnections().contoso],
      parameters: { fabrikamNode: this.nodes.fabrikam.url, ...parameters },
      ...options,
    });
  }

  /** Runs Contoso's pipeline without waiting for Fabrikam, and returns the file: the invitation is pending then. */
  async invitationFor(publicKey: string, ifExists?: Invited["ifExists"]): Promise<Buffer> {
    return invitationIn((await this.invite({ publicKey, waits: false, ...(ifExists && { ifExists }) })).artifacts);
  }

  /** Runs Fabrikam's pipeline with the file in its repository. */
  accept(file: Buffer, identity: string): Promise<PipelineReport> {
    return this.acceptWith(file, identity, {});
  }

  /** Runs Fabrikam's pipeline with other options, for example another service connection. */
  acceptWith(file: Buffer, identity: string, options: Partial<PipelineOptions>): Promise<PipelineReport> {
    return this.acceptAs(exampleText(acceptFile), file, {
      variableGroups: { "exalate-keys": { ExalatePrivateKey: { value: identity, isSecret: true } } },
      ...options,
    });
  }

  /** Runs Fabrikam's pipeline with another text or other secrets. */
  acceptAs(text: string, file: Buffer, options: Partial<PipelineOptions>): Promise<PipelineReport> {
    return this.#run(acceptFile, text, {
      connections: [this.nodes.serviceConnections().fabrikam],
      repository: this.#repositoryWith(file),
      ...options,
    });
  }

  /** A new folder with the files of Fabrikam's repository. */
  #repositoryWith(file: Buffer): string {
    const repository = this.#newFolder("repository");
    mkdirSync(join(repository, "invitations"), { recursive: true });
    writeFileSync(join(repository, "invitations", invitationFile), file);
    return repository;
  }

  /** Stops the nodes and removes all files. */
  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.nodes.close();
  }

  async #run(name: string, text: string, options: Partial<PipelineOptions>): Promise<PipelineReport> {
    const workFolder = this.#newFolder("work");
    const onLine = () => {
      this.nodes.codes();
      this.#readFiles(workFolder);
    };
    const report = await this.nodes.run(name, text, { workFolder, onLine, ...options });
    this.reports.push(report);
    return report;
  }

  // A file can disappear while it is read, because the jobs run meanwhile.
  #readFiles(folder: string): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) continue;
      const known = this.fileContents.get(path) ?? new Set();
      this.fileContents.set(path, known.add(textOf(path)));
    }
  }

  #newFolder(name: string): string {
    this.#runs += 1;
    const folder = join(this.folder, `${name}-${this.#runs}`);
    mkdirSync(folder);
    return folder;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
