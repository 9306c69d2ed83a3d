import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { formsOf, type SecretsByName } from "../support/secret-scan.ts";
import type { TaskRunReport } from "../support/task-run.ts";
import type { Nodes } from "./scenario.ts";

/** A reproducible text of a run: all raw output, the log, the requests and the remaining connections. */
export function transcriptOf(report: TaskRunReport, nodes: Nodes, secrets: SecretsByName): string {
  const { step } = report;
  const normalize = (text: string) => withoutRandomParts(text, nodes, secrets);
  const sections: [title: string, lines: readonly string[]][] = [
    [
      "Raw output",
      inStableOrder(
        step.raw.map(({ stream, text }) => (stream === "stdout" ? text : `${stream}: ${text}`)).map(normalize),
      ),
    ],
    ["Log", step.log.slice(step.banner.length).map(normalize)],
    ["Result", [`${step.result}, exit code ${step.exitCode}, operation ${JSON.stringify(step.currentOperation)}`]],
    [
      "Outputs",
      [...step.outputs].map(([name, { value, isSecret }]) =>
        normalize(`${name} = ${value}${isSecret ? " (secret)" : ""}`),
      ),
    ],
    ["Summary", step.summaries.flatMap(({ content }) => normalize(content).trimEnd().split("\n"))],
    ["Requests to the node", requestsTo(nodes.node).map(normalize)],
    [
      "Connections of the node",
      nodes.node.connections().map(({ name, status, mode, project }) => `${name} ${status} ${mode} in ${project}`),
    ],
  ];
  return sections.map(([title, lines]) => [`== ${title}`, ...lines, ""].join("\n")).join("\n");
}

function requestsTo(node: ExalateNode): string[] {
  const lines = node.requests.map(({ method, path, body, status }) => `${method} ${path} ${body} → ${status}`);
  return inStableOrder(lines);
}

/** Sorts adjacent lines of parallel calls, which are answered in any order. */
function inStableOrder(lines: readonly string[]): string[] {
  const result: string[] = [];
  let batch: string[] = [];
  for (const line of [...lines, undefined]) {
    if (line !== undefined && isOfParallelCall(line)) {
      batch.push(line);
      continue;
    }
    result.push(...batch.sort());
    batch = [];
    if (line !== undefined) result.push(line);
  }
  return result;
}

function isOfParallelCall(line: string): boolean {
  return /^(##vso\[task\.debug\])?(GET|Skipped what) /.test(line.replace(/^##vso\[task\.debug\]/, ""));
}

/** Ids are replaced before the ports, whose digits can be part of an id. */
function withoutRandomParts(text: string, { node, destination }: Nodes, secrets: SecretsByName): string {
  return withoutSecrets(text, secrets)
    .replace(/\b[0-9a-f]{24}\b/g, "<id>")
    .replaceAll(new URL(node.url).port, "<node port>")
    .replaceAll(new URL(destination.url).port, "<destination port>")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) =>
      id.startsWith("c0ffee00") ? "<connection>" : "<uuid>",
    )
    .replace(/[^\s"\]=]*exalate-task-[A-Za-z0-9]+/g, "<work>")
    .replace(/_temp\/exalate-\w{6}\b/g, "_temp/exalate-<folder>")
    .replace(/(has the fingerprint )([0-9A-F]{4}\b ?){8}/, "$1<fingerprint>")
    .replace(/ in \d+ ms\b/g, " in N ms")
    .replace(/ in \d+\.\d s\b/g, " in N s")
    .replace(/at line \d+ of/g, "at line N of");
}

function withoutSecrets(text: string, secrets: SecretsByName): string {
  const forms = Object.entries(secrets).flatMap(([name, secret]) =>
    [...formsOf(secret)].map(([form, kind]) => ({
      form,
      shown: kind === "raw" && form === secret ? `<${name}>` : `<${name}, ${kind}>`,
    })),
  );
  forms.sort((a, b) => b.form.length - a.form.length);
  return forms.reduce((rest, { form, shown }) => rest.replaceAll(form, shown), text);
}
