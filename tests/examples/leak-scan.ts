import assert from "node:assert/strict";
import type { RecordedRequest as AzureRequest } from "../../tools/azure-devops-server/server.ts";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import type { PipelineReport } from "../../tools/local-pipeline/pipeline.ts";
import { assertClean, assertRawOutputClean, formsOf, type SecretsByName, secretsIn } from "../support/secret-scan.ts";
import type { TwoNodes } from "./two-nodes.ts";
import type { TwoOrganizations } from "./two-organizations.ts";

/** Asserts that no secret is visible in the output of a run, or in the wrong part of a request to the nodes. */
export function assertNoLeak(nodes: TwoNodes, report: PipelineReport, more: SecretsByName = {}): void {
  const secrets = { ...nodes.secrets(), ...more };
  assertRawOutputClean(
    report.raw.map(({ text }) => text),
    secrets,
  );
  assertClean("masked log", report.lines.map(({ text }) => text).join("\n"), secrets);
  for (const { step, content } of report.summaries) assertClean(`summary of ${step}`, content, secrets);
  for (const [name, files] of report.artifacts) {
    for (const [path, content] of files) assertClean(`${name}/${path}`, content.toString("utf8"), secrets);
  }
  for (const node of [nodes.contoso, nodes.fabrikam]) assertRequestsClean(nodes, node, secrets);
}

/**
 * Asserts the same for all runs of two organizations so far, and that no secret was in a file of a job at any time.
 * @param more private keys and passphrases, which must not be in any part of a request either
 */
export function assertSecretsStayInside({ nodes, reports, fileContents }: TwoOrganizations, more: SecretsByName): void {
  for (const report of reports) assertNoLeak(nodes, report, more);
  for (const { method, path, headers, body } of [...nodes.contoso.requests, ...nodes.fabrikam.requests])
    assertClean(`${method} ${path}`, body + JSON.stringify(headers), more);
  assert.ok(
    [...fileContents.keys()].some((path) => path.endsWith(".age")),
    "The encrypted file of a job was not read",
  );
  const secrets = { ...nodes.secrets(), ...more };
  for (const [path, contents] of fileContents) for (const content of contents) assertClean(path, content, secrets);
}

function assertRequestsClean(nodes: TwoNodes, node: ExalateNode, secrets: SecretsByName): void {
  for (const { path } of node.requests) assertClean("URL", path, secrets);
  // The console checks a code before it accepts it.
  const accepting = node.requests.filter(({ path }) => /\/connections\/accept(\/check)?$/.test(path));
  const others = node.requests.filter((request) => !accepting.includes(request));
  for (const { body, headers, method, path } of others) {
    for (const code of nodes.codes()) {
      assertClean(`${method} ${path}`, body + JSON.stringify(headers), { code });
    }
  }
  for (const { headers, method } of accepting) {
    assert.equal(method, "POST");
    for (const code of nodes.codes()) assertClean("headers of accept", JSON.stringify(headers), { code });
  }
}

/** The places of a code, in any form, in requests to Azure DevOps, as `METHOD path part`, one per occurrence. */
export function sightings(requests: readonly AzureRequest[], code: string): string[] {
  return requests.flatMap(({ method, path, headers, body }) => {
    const parts = { path, headers: JSON.stringify(headers), body };
    return Object.entries(parts)
      .filter(([, text]) => secretsIn(text, { code }).length > 0)
      .flatMap(([part, text]) => Array<string>(timesIn(text, code)).fill(`${method} ${path} ${part}`));
  });
}

function timesIn(text: string, code: string): number {
  return Math.max(...[...formsOf(code).keys()].map((form) => text.split(form).length - 1));
}
