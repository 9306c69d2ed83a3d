import { readFileSync } from "node:fs";
import type { ExalateNode } from "../../tools/exalate-node/node.ts";
import { type Reply, send } from "../exalate-node/requests.ts";
import { meets } from "./success-criteria.ts";
import { fillIn, fillInBraces } from "./template.ts";

/** The request of an agentless task in task.json. */
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

/** The inputs of ExalateGate@1 in its request. */
export interface GateInputs {
  readonly connectionName?: string;
  readonly connectionId?: string;
  readonly expect?: string;
}

interface SentHeader {
  readonly name: string;
  readonly value: string;
}

interface EndpointType {
  readonly dataSources: readonly { readonly name: string; readonly endpointUrl: string }[];
  readonly authenticationSchemes: readonly { readonly type: string; readonly headers?: readonly SentHeader[] }[];
}

const manifest: GateManifest = JSON.parse(
  readFileSync(new URL("../../tasks/ExalateGate/ExalateGateV1/task.json", import.meta.url), "utf8"),
);

const endpointType = readEndpointType();

/** The request of ExalateGate@1, with its success criteria. */
export const gateRequest = manifest.execution.HttpRequest.Execute;

/**
 * Sends the gate's request to a node, with the header that the scheme of the service connection adds. The default token is
 * a session token of that node.
 */
export function askAsGate(node: ExalateNode, token = node.issueSession()): Promise<Reply> {
  const values = valuesOf(node);
  const headers: Record<string, string> = JSON.parse(fillIn(gateRequest.Headers, values));
  return send(gateRequest.Method, fillIn(gateRequest.EndpointUrl, values), {
    headers: { ...headers, ...headersWith(token) },
  });
}

/** Sends the request of Verify for a service connection with this token. */
export function verify(node: ExalateNode, token: string): Promise<Reply> {
  const url = endpointType.dataSources.find(({ name }) => name === "TestConnection")?.endpointUrl ?? "";
  return send("GET", fillInBraces(url, valuesOf(node)), { headers: headersWith(token) });
}

/** The headers that Azure DevOps adds to each of its requests for a service connection with this token. */
export function headersWith(token: string): Record<string, string> {
  const scheme = endpointType.authenticationSchemes.find(({ type }) => type.endsWith("-token"));
  const filled = (scheme?.headers ?? []).map(({ name, value }) => {
    return [name, fillInBraces(value, { "endpoint.apitoken": token })] as const;
  });
  return Object.fromEntries(filled);
}

// Azure DevOps adds a slash to a URL without a path.
function valuesOf(node: ExalateNode): Record<string, string> {
  return { "endpoint.url": `${node.url}/` };
}

function readEndpointType(): EndpointType {
  const extension: { contributions: { id: string; properties: EndpointType }[] } = JSON.parse(
    readFileSync(new URL("../../vss-extension.json", import.meta.url), "utf8"),
  );
  const found = extension.contributions.find(({ id }) => id === "exalate-node");
  if (found === undefined) throw new Error("The extension contributes no Exalate node.");
  return found.properties;
}

/** Whether the gate passes for an answer. @throws Error when Azure DevOps could not evaluate the criteria */
export function passes(answer: object, inputs: GateInputs): boolean {
  const defaults = Object.fromEntries(manifest.inputs.map(({ name, defaultValue = "" }) => [name, defaultValue]));
  return meets(fillIn(gateRequest.Expression, { ...defaults, ...inputs }), answer);
}
