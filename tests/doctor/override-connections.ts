import { randomUUID } from "node:crypto";
import { fakeToken } from "../../tools/exalate-node/node.ts";
import type { PipelineOptions } from "../../tools/local-pipeline/pipeline.ts";
import type { TwoNodes } from "../examples/two-nodes.ts";

/** The service connections of the examples with these API overrides. */
export function withOverrides(nodes: TwoNodes, overrides: object): PipelineOptions["connections"] {
  return (["contoso", "fabrikam"] as const).map((side) => ({
    id: randomUUID(),
    name: `${side}-exalate`,
    type: "exalate",
    url: nodes[side].url,
    scheme: "Token",
    parameters: { apitoken: fakeToken },
    data: { apiOverrides: JSON.stringify(overrides) },
  }));
}
