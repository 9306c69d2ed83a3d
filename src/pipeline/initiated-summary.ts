import type { InitiateResult, Outcome } from "../commands/initiate.ts";
import type { InitiateOptions } from "../commands/initiate-options.ts";
import type { Connection } from "../exalate/connection.ts";
import { markdownCode, markdownQuote, markdownTable } from "./markdown.ts";

/** What the summary tells of. */
export interface InitiatedFacts {
  readonly options: InitiateOptions;
  readonly result: InitiateResult;
  readonly nodeUrl: URL;
  /** The organisation's URL, such as `https://dev.azure.com/contoso/`. */
  readonly collectionUrl: string | undefined;
}

const headlines: Readonly<Record<Outcome, string>> = {
  initiated: "An Exalate connection was initiated and waits to be accepted",
  reused: "An Exalate connection initiated earlier still waits to be accepted",
  replaced: "An Exalate connection was withdrawn and initiated anew; it waits to be accepted",
  "already active": "An Exalate connection is active already; nothing was changed",
};

/** Markdown for the admin who approves: what was initiated, from where to where, and what accepting will do. */
export function initiatedSummary(facts: InitiatedFacts): string {
  const { options, result } = facts;
  const waits = result.invitationCode !== undefined;
  const headline =
    waits || result.outcome === "already active"
      ? headlines[result.outcome]
      : "An Exalate connection was initiated and is active at once";
  return [
    `### ${headline}`,
    "",
    ...markdownTable(rows(facts)),
    "",
    ...(options.description && !result.existing ? [...markdownQuote(options.description), ""] : []),
    waits ? whatAcceptingDoes(facts) : nothingToAccept,
    "",
  ].join("\n");
}

function rows(facts: InitiatedFacts): [string, string][] {
  const { result, nodeUrl, collectionUrl } = facts;
  return [
    ["Connection", `${markdownCode(result.connectionName)} (id ${markdownCode(result.connectionId)})`],
    ...(result.existing ? rowsOfExisting(result.existing, nodeUrl) : rowsOfNew(facts)),
    ["Status", markdownCode(result.status)],
    ["Console", `<${consoleUrl(nodeUrl, collectionUrl)}>`],
  ];
}

function rowsOfNew({ options, nodeUrl }: InitiatedFacts): [string, string][] {
  return [
    ["From", `${markdownCode(options.localShortName)} at ${markdownCode(nodeUrl.host)}`],
    ["To", `${markdownCode(options.destinationShortName)} at ${destination(options.destinationUrl)}`],
    ["Mode", options.mode === "script" ? "Script" : "Basic"],
    ["Project that receives items", markdownCode(options.project)],
  ];
}

/** Of a connection that a former run made, only what the node says of it: this run's inputs may be others. */
function rowsOfExisting(existing: Connection, nodeUrl: URL): [string, string][] {
  const to =
    existing.destinationUrl === undefined && !existing.private
      ? "not told by the node"
      : destination(existing.destinationUrl);
  return [
    ["From", markdownCode(nodeUrl.host)],
    ["To", to],
    ["Mode, project, short names", "as they were when it was initiated: see the console"],
  ];
}

function destination(destinationUrl: string | undefined): string {
  return destinationUrl === undefined ? "a private instance without a URL" : markdownCode(destinationUrl);
}

/** An Azure DevOps node's console is a page of its organisation's settings; any other node shows its own. */
function consoleUrl(nodeUrl: URL, collectionUrl: string | undefined): string {
  const isAzureNode = /^azurenode[-.]/.test(nodeUrl.hostname);
  if (!isAzureNode || !collectionUrl) return nodeUrl.href;
  return `${collectionUrl.replace(/\/+$/, "")}/_settings/idalko-tools.exalate.adnode`;
}

function whatAcceptingDoes({ options, result, nodeUrl }: InitiatedFacts): string {
  const [local, other] = [markdownCode(options.localShortName), markdownCode(options.destinationShortName)];
  const sides = result.existing ? "both sides" : `${local} and ${other}`;
  const project = result.existing ? "" : `; items that arrive here go to the project ${markdownCode(options.project)}`;
  return [
    `**Accepting the invitation** makes the connection active on both sides. From then on ${sides} exchange`,
    `work items as their sync rules and triggers say${project}.`,
    "",
    "Whoever has the invitation code can accept it. It is a secret variable of this run, shown nowhere. To back out before",
    `it is accepted, remove the pending connection on ${markdownCode(nodeUrl.host)}; the code is useless then.`,
  ].join("\n");
}

const nothingToAccept = "There is no invitation to accept: both sides are connected.";
