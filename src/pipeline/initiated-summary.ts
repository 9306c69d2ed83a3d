import type { InitiateResult, Outcome } from "../commands/initiate.ts";
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

const headlines: Readonly<Record<Outcome, string>> = {
  initiated: "An Exalate connection was initiated and waits to be accepted",
  reused: "An Exalate connection that was initiated earlier still waits to be accepted",
  replaced: "An Exalate connection was replaced by a new one, which waits to be accepted",
  "already active": "An Exalate connection is active already. Nothing was changed",
};

/**
 * Markdown for the admin who approves: what was initiated, from where to where, and what accepting will do. `shown` removes
 * the secrets from each text, because they could not be found after Markdown has escaped it.
 */
export function initiatedSummary(facts: InitiatedFacts, shown: (text: string) => string): string {
  const { request, result } = facts;
  const waits = result.invitationCode !== undefined;
  const headline =
    waits || result.outcome === "already active"
      ? headlines[result.outcome]
      : "An Exalate connection was initiated and is active at once";
  const summary = new Summary(facts, (text) => markdownCode(shown(text)));
  return [
    `### ${headline}`,
    "",
    ...markdownTable(summary.rows()),
    "",
    ...(request.description && !result.existing ? [...markdownQuote(shown(request.description)), ""] : []),
    waits ? summary.whatAcceptingDoes() : nothingToAccept,
    "",
    ...(facts.delivered?.markdown ?? []),
  ].join("\n");
}

/** The parts of a summary. Text that came from elsewhere is shown as code. */
class Summary {
  readonly #facts: InitiatedFacts;
  readonly #code: (text: string) => string;

  constructor(facts: InitiatedFacts, code: (text: string) => string) {
    this.#facts = facts;
    this.#code = code;
  }

  rows(): [string, string][] {
    const { result, nodeUrl, collectionUrl } = this.#facts;
    return [
      ["Connection", `${this.#code(result.connectionName)} (id ${this.#code(result.connectionId)})`],
      ...(result.existing ? this.#rowsOfExisting(result.existing) : this.#rowsOfNew()),
      ["Status", this.#code(result.status)],
      ["Console", `<${consoleUrl(nodeUrl, collectionUrl)}>`],
    ];
  }

  #rowsOfNew(): [string, string][] {
    const { request, nodeUrl } = this.#facts;
    return [
      ["From", `${this.#code(request.localShortName)} at ${this.#code(nodeUrl.host)}`],
      ["To", `${this.#code(request.destinationShortName)} at ${this.#destination(request.destinationUrl)}`],
      ["Mode", request.mode === "script" ? "Script" : "Basic"],
      ["Project that receives items", this.#code(request.project)],
    ];
  }

  /** For a connection of an earlier run, only what the node says: the inputs of this run may differ. */
  #rowsOfExisting(existing: Connection): [string, string][] {
    const to =
      existing.destinationUrl === undefined && !existing.private
        ? "not shown by the node"
        : this.#destination(existing.destinationUrl);
    return [
      ["From", this.#code(this.#facts.nodeUrl.host)],
      ["To", to],
      ["Mode, project, short names", "as set when it was initiated: see the console"],
    ];
  }

  #destination(destinationUrl: string | undefined): string {
    if (destinationUrl === undefined) return "a private instance without a URL";
    const url = shownUrl(destinationUrl);
    return url === undefined ? "an address that cannot be read" : this.#code(url);
  }

  #storedToo(): string {
    const { storeIn } = this.#facts;
    if (storeIn.kind === "none") return "";
    const place =
      storeIn.kind === "variableGroup" ? `the variable group ${this.#code(storeIn.variableGroup)}` : "this release";
    return `; ${place} gets it too`;
  }

  whatAcceptingDoes(): string {
    const { request, result, nodeUrl, delivered } = this.#facts;
    const where = delivered?.whereTheCodeIs ?? "a secret variable of this run and is not shown anywhere";
    const [local, other] = [this.#code(request.localShortName), this.#code(request.destinationShortName)];
    const sides = result.existing ? "both sides" : `${local} and ${other}`;
    const project = result.existing ? "" : `; items that arrive here go to the project ${this.#code(request.project)}`;
    return [
      `**Accepting the invitation** makes the connection active on both sides. From then on ${sides} exchange`,
      `work items according to their sync rules and triggers${project}.`,
      "",
      `Anyone who has the invitation code can accept it. It is ${where}${this.#storedToo()}. To cancel`,
      `before it is accepted, remove the pending connection on ${this.#code(nodeUrl.host)}: the code is useless then.`,
    ].join("\n");
  }
}

/** The console of an Azure DevOps node is a page in the settings of its organization. Other nodes have their own. */
function consoleUrl(nodeUrl: URL, collectionUrl: string | undefined): string {
  const isAzureNode = /^azurenode[-.]/.test(nodeUrl.hostname);
  const collection = isAzureNode ? shownUrl(collectionUrl ?? "") : undefined;
  return collection === undefined ? nodeUrl.href : `${collection}/_settings/idalko-tools.exalate.adnode`;
}

const nothingToAccept = "There is no invitation to accept: both sides are connected.";
