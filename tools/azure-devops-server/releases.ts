import { isObject, type JsonObject } from "../../src/core/json.ts";
import { type Answer, json, Refusal } from "./answer.ts";
import { readVariables, replaced, type Variables, withoutSecrets } from "./variables.ts";

/** A release as stored, with its secrets. */
export interface Release extends JsonObject {
  readonly id: number;
  readonly variables: Variables;
  readonly environments: readonly Stage[];
}

/** A stage of a release, with its own variables. */
export interface Stage extends JsonObject {
  readonly id: number;
  readonly name: string;
  readonly variables: Variables;
}

/** An initial release. */
export interface ReleaseSeed extends JsonObject {
  readonly variables: Variables;
  /** Variables of its two stages, `Initiate` and `Accept`. */
  readonly stageVariables?: Variables;
}

/** The organization's releases. */
export class Releases {
  readonly #releases = new Map<number, Release>();

  /** Adds a release and returns its id. */
  add({ variables, stageVariables = {}, ...rest }: ReleaseSeed): number {
    const id = this.#releases.size + 41;
    const environments = ["Initiate", "Accept"].map((name, index) => stage(index + 1, name, stageVariables));
    this.#releases.set(id, { ...base(id), ...rest, id, variables, environments });
    return id;
  }

  /** A release as stored. @throws Refusal when the id is unknown */
  get(id: number): Release {
    const release = this.#releases.get(id);
    if (release === undefined) throw new Refusal(404, "ReleaseNotFoundException", missing(id));
    return release;
  }

  /** Changes a release directly, like another client. */
  change(id: number, change: (release: Release) => Release): void {
    this.#releases.set(id, change(this.get(id)));
  }

  /** GET of a release. */
  show(id: number): Answer {
    return json(200, shown(this.get(id)));
  }

  /** PUT of a whole release: missing members are removed, but secrets without a value keep theirs. */
  update(id: number, sent: unknown): Answer {
    const before = this.get(id);
    const body = isObject(sent) ? sent : {};
    const variables = replaced(before.variables, body.variables);
    const environments = stagesOf(body).map((each) => replacedStage(before, each));
    this.#releases.set(id, { ...body, id, variables, environments });
    return json(200, shown(this.get(id)));
  }
}

function missing(id: number): string {
  return `VS402881: No release found with ID ${id}. Make sure that the release exists and try again.`;
}

/** Members that a client could damage: times with seven digits, enumeration names, also unknown ones, nested lists. */
function base(id: number): JsonObject {
  return {
    name: `Release-${id}`,
    status: "active",
    createdOn: "2026-01-05T08:00:00.1234567Z",
    modifiedOn: "2026-01-05T08:00:01.7654321Z",
    reason: "aKindOfReasonThatNoClientKnows",
    keepForever: false,
    artifacts: [{ alias: "_Fabrikam", definitionReference: { version: { id: "7", name: "1.0.7" } } }],
    variableGroups: [{ id: 1, name: "shared", type: "Vsts", variables: {} }],
    releaseDefinition: { id: 3, name: "Connect" },
  };
}

function stage(id: number, name: string, variables: Variables): Stage {
  return {
    id,
    name,
    status: "inProgress",
    variables,
    deployPhasesSnapshot: [{ rank: 1, phaseType: "agentBasedDeployment" }],
  };
}

function stagesOf({ environments }: JsonObject): readonly JsonObject[] {
  return (Array.isArray(environments) ? environments : []).filter(isObject);
}

function replacedStage(before: Release, sent: JsonObject): Stage {
  const old = before.environments.find(({ id }) => id === sent.id);
  const variables = replaced(old?.variables ?? {}, sent.variables);
  return { ...sent, id: Number(sent.id), name: String(sent.name), variables };
}

function shown(release: Release): JsonObject {
  const environments = release.environments.map((each) => ({
    ...each,
    variables: withoutSecrets(readVariables(each.variables)),
  }));
  return { ...release, variables: withoutSecrets(release.variables), environments };
}
