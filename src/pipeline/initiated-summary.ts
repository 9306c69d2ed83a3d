import type { InitiateResult } from "../commands/initiate.ts";
import type { StoreIn } from "../commands/initiate-options.ts";
import { markdownCode, markdownQuote, markdownTable } from "../core/markdown.ts";
import { shownUrl } from "../core/shown-url.ts";
import type { Connection, InitiateRequest } from "../exalate/connection.ts";
import type { Delivered } from "./delivery-summary.ts";

/** The facts that the summary shows. */
export interface InitiatedFacts {
  readonly request: InitiateRequest;
  readonly storeIn: StoreIn;
  readonly result: InitiateResult;
  readonly nodeUrl: URL;
  /** The URL of the organization, such as `https://dev.azure.com/contoso/`. */
  readonly collectionUrl: string | undefined;
  /** Undefined when the code is not encrypted. */
  readonly delivered?: Delivered | undefined;
}

/**
 * Markdown for the admin who approves, who may know neither Exalate nor this pipeline: which two sides are connected, what
 * this run did, and what follows from approving and rejecting. It says only what is known: the task sees neither the other
 * stages nor most settings of a connection of an earlier run. `shown` removes the secrets from each text, because they could
 * not be found after Markdown has escaped it.
 */
export function initiatedSummary(facts: InitiatedFacts, shown: (text: string) => string): string {
  const { request, result, delivered } = facts;
  const summary = new Summary(facts, (text) => markdownCode(shown(text)));
  const description = result.existing ? undefined : request.description;
  return [
    `### ${summary.headline()}`,
    "",
    "Over an Exalate *connection*, two organizations exchange work items of their trackers.",
    "",
    ...markdownTable(summary.rows()),
    "",
    ...(description ? ["Description:", "", ...markdownQuote(shown(description)), ""] : []),
    ...(result.invitationCode === undefined ? [nothingToAccept, ""] : summary.consequences()),
    ...(delivered?.markdown ?? []),
  ].join("\n");
}

type Row = [string, string];

/** The parts of a summary. Text that came from elsewhere is shown as code. */
class Summary {
  readonly #facts: InitiatedFacts;
  readonly #code: (text: string) => string;

  constructor(facts: InitiatedFacts, code: (text: string) => string) {
    this.#facts = facts;
    this.#code = code;
  }

  headline(): string {
    const { outcome, invitationCode, replacedId } = this.#facts.result;
    if (outcome === "already active") return "An Exalate connection is active already";
    if (invitationCode === undefined) return "A new Exalate connection is active at once";
    if (outcome === "reused") return "An Exalate connection still waits to be accepted";
    const replaces = replacedId === undefined ? "" : "replaces a pending one and ";
    return `A new Exalate connection ${replaces}waits to be accepted`;
  }

  rows(): Row[] {
    const { request, result, nodeUrl, collectionUrl } = this.#facts;
    const waits = result.invitationCode !== undefined;
    const side = result.existing ? nodeUrl.host : request.localShortName;
    return [
      ["Connection", `${this.#code(result.connectionName)} (id ${this.#code(result.connectionId)})`],
      ["What this run did", this.#whatThisRunDid()],
      ["Status", `${this.#code(result.status)}${waits ? ": nothing is exchanged until it is accepted" : ""}`],
      ...(result.existing ? this.#rowsOfExisting(result.existing) : this.#rowsOfNew(waits)),
      [`Exalate console of ${this.#code(side)}`, `<${consoleUrl(nodeUrl, collectionUrl)}>`],
    ];
  }

  #whatThisRunDid(): string {
    const { outcome, existing, replacedId } = this.#facts.result;
    if (outcome === "already active") return "changed nothing: the connection was active already";
    if (outcome === "reused")
      return "changed nothing: the connection was pending already, and its invitation code was read again";
    const withdrew =
      replacedId === undefined
        ? ""
        : `withdrew the pending connection with the id ${this.#code(replacedId)}, whose invitation code is useless now, and `;
    const unsure = existing
      ? ", as far as is known: the node's answer was lost, and the connection was found by its name"
      : "";
    return `${withdrew}initiated this new connection${unsure}`;
  }

  #rowsOfNew(waits: boolean): Row[] {
    const { request, nodeUrl } = this.#facts;
    const [local, other] = this.#names();
    const chosen = "chosen when the invitation is accepted (input `project` of `ExalateAccept@1`)";
    return [
      ["Initiated by", `${local}, with the node ${this.#code(nodeUrl.host)}`],
      ["Invited", `${other}, ${request.private ? "" : "at "}${this.#destination(request.destinationUrl)}`],
      [`Project that receives items at ${local}`, this.#code(request.project)],
      ...(waits ? [[`Project that receives items at ${other}`, chosen] satisfies Row] : []),
      ["Mode", request.mode === "script" ? "Script" : "Basic"],
    ];
  }

  /** Only what the node says: the inputs of this run may differ. */
  #rowsOfExisting(existing: Connection): Row[] {
    const { request, result, nodeUrl } = this.#facts;
    const isShown = existing.destinationUrl !== undefined || existing.private;
    const inputs = [...(request.description ? ["description"] : []), ...unseenInputs].map(markdownCode).join(", ");
    return [
      ["One side", `the node ${this.#code(nodeUrl.host)}`],
      ["Other side", isShown ? this.#destination(existing.destinationUrl) : "not shown by the node"],
      [
        result.outcome === "initiated" ? "Inputs not compared" : "Inputs not applied",
        `${inputs}: the connection has the values with which it was initiated. The node does not show them to this task, so compare them in the console`,
      ],
    ];
  }

  #destination(destinationUrl: string | undefined): string {
    if (destinationUrl === undefined) return "a private instance without a URL";
    const url = shownUrl(destinationUrl);
    return url === undefined ? "an address that cannot be read" : this.#code(url);
  }

  /** The short names of the two organizations. */
  #names(): [local: string, other: string] {
    const { localShortName, destinationShortName } = this.#facts.request;
    return [this.#code(localShortName), this.#code(destinationShortName)];
  }

  #storedToo(): string {
    const { storeIn } = this.#facts;
    if (storeIn.kind === "none") return "";
    const place =
      storeIn.kind === "variableGroup" ? `the variable group ${this.#code(storeIn.variableGroup)}` : "this release";
    return `; ${place} gets it too`;
  }

  /** What follows from approving and rejecting, and who can accept. */
  consequences(): string[] {
    const { result, delivered } = this.#facts;
    const sides = result.existing ? "both sides" : this.#names().join(" and ");
    const where = delivered?.whereTheCodeIs ?? "a secret variable of this run and is not shown anywhere";
    return [
      `${delivered?.isForPartnerOnly ? sendFirst : ifApproved} the connection becomes active, and ${sides} exchange work items according to the sync rules and triggers of each side.`,
      "",
      ifRejected,
      "",
      `**The invitation code** is ${where}${this.#storedToo()}. Anyone who has it can accept the invitation.`,
      "",
    ];
  }
}

/** The inputs whose effect the list of a node's connections does not show. */
const unseenInputs = ["localShortName", "destinationShortName", "project", "mode"];

/** The console of an Azure DevOps node is a page in the settings of its organization. Other nodes have their own. */
function consoleUrl(nodeUrl: URL, collectionUrl: string | undefined): string {
  const isAzureNode = /^azurenode[-.]/.test(nodeUrl.hostname);
  const collection = isAzureNode ? shownUrl(collectionUrl ?? "") : undefined;
  return collection === undefined ? nodeUrl.href : `${collection}/_settings/idalko-tools.exalate.adnode`;
}

/** Each paragraph is one line: some pages of Azure DevOps show a line break within a paragraph. */
const ifApproved =
  "**If you approve**, the pipeline continues. When a later step or the other side accepts the invitation,";

const sendFirst =
  "**Send the partner the encrypted file as described below.** In the sample pipelines, approve when the partner has accepted: " +
  "the step after the approval waits only some minutes for it. When the partner accepts,";

const ifRejected =
  "**If you reject**, the steps behind the approval do not run. The sample pipelines then withdraw the connection in their stage *Withdraw*, which makes the invitation code useless. " +
  "This task does not know whether this pipeline has such a stage. Without one, the connection stays pending and its code can be used until an admin removes it in the Exalate console.";

const nothingToAccept =
  "There is no invitation to accept, and so nothing to approve or reject for this connection: both sides are connected.";
