import { readFileSync } from "node:fs";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { type Reply, send } from "../exalate-node/asking.ts";
import { meets } from "./success-criteria.ts";
import { fillIn } from "./template.ts";

/** The request of a task without agent, as task.json gives it. */
export interface ServerRequest {
  readonly EndpointId: string;
  readonly EndpointUrl: string;
  readonly Method: string;
  readonly Headers: string;
  readonly Expression: string;
}

interface GateManifest {
  readonly inputs: readonly { readonly name: string; readonly defaultValue?: string }[];
  readonly execution: { readonly HttpRequest: { readonly Execute: ServerRequest } };
}

/** The inputs of ExalateGate@1 that a question is made of. */
export interface GateInputs {
  readonly connectionName?: string;
  readonly connectionId?: string;
  readonly expect?: string;
}

const manifest: GateManifest = JSON.parse(
  readFileSync(new URL("../../tasks/ExalateGate/ExalateGateV1/task.json", import.meta.url), "utf8"),
);

/** What ExalateGate@1 sends, and how it judges the answer. */
export const gateRequest = manifest.execution.HttpRequest.Execute;

/** Sends the gate's request to a node, with a session token of that node unless another is given. */
export function askAsGate(node: ExalateNode, token = node.issueSession()): Promise<Reply> {
  // Azure DevOps writes a URL that is a bare host with a slash at its end.
  const values = { "endpoint.url": `${node.url}/`, "endpoint.apitoken": token };
  const headers: Record<string, string> = JSON.parse(fillIn(gateRequest.Headers, values));
  return send(gateRequest.Method, fillIn(gateRequest.EndpointUrl, values), { headers });
}

/** Whether the gate passes for an answer. @throws Error where Azure DevOps could not evaluate the criteria */
export function passes(answer: object, inputs: GateInputs): boolean {
  const defaults = Object.fromEntries(manifest.inputs.map(({ name, defaultValue = "" }) => [name, defaultValue]));
  return meets(fillIn(gateRequest.Expression, { ...defaults, ...inputs }), answer);
}
