import { isObject, type JsonObject } from "../../src/core/json.ts";
import { type Answer, json, list, Refusal } from "./answer.ts";
import type { Project } from "./settings.ts";
import { readVariables, replaced, type Variables, withoutSecrets } from "./variables.ts";

/** A variable group as stored, with its secrets. */
export interface VariableGroup extends JsonObject {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly variables: Variables;
  readonly variableGroupProjectReferences: readonly ProjectReference[];
}

/** A project in which a group is visible, with the group's name and description there. */
export interface ProjectReference extends JsonObject {
  readonly name: string;
  readonly projectReference: Project;
}

/** An initial group; all members except name and variables have defaults. */
export interface VariableGroupSeed extends JsonObject {
  readonly name: string;
  readonly variables: Variables;
  readonly description?: string;
  /** `Vsts` when absent; `AzureKeyVault` for a group with values from a vault. */
  readonly type?: string;
  /** Names of the projects in which it is visible; all projects when absent. */
  readonly projects?: readonly string[];
}

/** The organization's variable groups. */
export class VariableGroups {
  readonly #groups = new Map<number, VariableGroup>();
  readonly #projects: readonly Project[];

  constructor(projects: readonly Project[]) {
    this.#projects = projects;
  }

  /** Adds a group and returns its id. */
  add({ name, variables, description, type = "Vsts", projects, ...rest }: VariableGroupSeed): number {
    const id = this.#groups.size + 1;
    const visibleIn = this.#projects.filter((project) => !projects || projects.includes(project.name));
    const described = description === undefined ? {} : { description };
    const variableGroupProjectReferences = visibleIn.map((project) => ({
      ...described,
      name,
      projectReference: project,
    }));
    const group = { id, name, type, ...described, variables, isShared: visibleIn.length > 1, ...times(), ...rest };
    this.#groups.set(id, { ...group, variableGroupProjectReferences });
    return id;
  }

  /** A group as stored. @throws Refusal when the id is unknown */
  get(id: number): VariableGroup {
    const group = this.#groups.get(id);
    if (group === undefined) throw new Refusal(404, "VariableGroupNotFoundException", notFound(id));
    return group;
  }

  /** Changes a group directly, like another client. */
  change(id: number, change: (group: VariableGroup) => VariableGroup): void {
    this.#groups.set(id, change(this.get(id)));
  }

  /** GET of a project's groups; a `*` at the end of the name matches any text. */
  list(project: Project, name: string | null): Answer {
    const groups = [...this.#groups.values()].filter((group) => isVisibleIn(group, project) && isNamed(group, name));
    return list(groups.map(shown));
  }

  /** GET of one group. For an unknown group, the cloud answers null with status 200. */
  show(project: Project, id: number): Answer {
    const group = this.#groups.get(id);
    return json(200, group && isVisibleIn(group, project) ? shown(group) : null);
  }

  /** PUT of a group with the organization's route, or with a project's route as older clients do. */
  update(id: number, sent: unknown, route: "organization" | "project"): Answer {
    const before = this.get(id);
    const body = isObject(sent) ? sent : {};
    const references = referencesOf(body, before, route);
    if (Object.keys(readVariables(body.variables)).length === 0) throw noVariables();
    const { description, providerData } = body;
    const { id: _, variables, ...rest } = before;
    const after = { ...rest, description, providerData, name: String(body.name), type: String(body.type) };
    const changed = { id, ...after, ...times(), variables: replaced(variables, body.variables) };
    this.#groups.set(id, { ...changed, variableGroupProjectReferences: references });
    return json(200, shown(this.get(id)));
  }
}

function notFound(id: number): string {
  return `Variable group with ID ${id} does not exist.`;
}

function noVariables(): Refusal {
  return new Refusal(400, "ArgumentException", "Variable group must have at least one variable defined.");
}

function referencesOf(
  body: JsonObject,
  before: VariableGroup,
  route: "organization" | "project",
): readonly ProjectReference[] {
  const { variableGroupProjectReferences: sent } = body;
  if (Array.isArray(sent) && sent.length > 0) return sent;
  if (route === "project") return before.variableGroupProjectReferences;
  throw new Refusal(400, "ArgumentException", "Variable group must have at least one project reference.");
}

function times(): JsonObject {
  const by = { displayName: "Fabrikam Build Service (contoso)", id: "a0c0f1c5-3b0e-4d55-9d25-5d1d1b0a9a11" };
  return { createdBy: by, createdOn: "2026-01-05T08:00:00.1234567Z", modifiedBy: by, modifiedOn: sevenDigits() };
}

/** Azure DevOps writes times with seven digits of a second. */
function sevenDigits(): string {
  return new Date().toISOString().replace("Z", "4567Z");
}

function shown(group: VariableGroup): JsonObject {
  return { ...group, variables: withoutSecrets(group.variables) };
}

function isVisibleIn(group: VariableGroup, project: Project): boolean {
  return group.variableGroupProjectReferences.some(({ projectReference }) => projectReference.id === project.id);
}

function isNamed({ name }: VariableGroup, wanted: string | null): boolean {
  if (wanted === null) return true;
  const [given, pattern] = [name.toLowerCase(), wanted.toLowerCase()];
  return pattern.endsWith("*") ? given.startsWith(pattern.slice(0, -1)) : given === pattern;
}
