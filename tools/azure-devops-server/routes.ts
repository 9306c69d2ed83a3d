import { type Answer, json, list, Refusal } from "./answer.ts";
import type { Host, RecordedRequest } from "./exchange.ts";
import { collectionLocations, type Location, releaseLocations, resourceAreas } from "./locations.ts";
import type { Releases } from "./releases.ts";
import type { Project, Settings } from "./settings.ts";
import type { VariableGroups } from "./variable-groups.ts";

/** The operations of the server. */
export type Operation =
  | "describeApi"
  | "listResourceAreas"
  | "listProjects"
  | "listVariableGroups"
  | "getVariableGroup"
  | "updateVariableGroup"
  | "getRelease"
  | "updateRelease";

/** The state and settings that routes work on. */
export interface Organization {
  readonly settings: Settings;
  readonly groups: VariableGroups;
  readonly releases: Releases;
  /** URL of each host, with a trailing slash. */
  readonly urls: Readonly<Record<Host, string>>;
}

/** A request with its matched path. */
export interface Call {
  readonly organization: Organization;
  readonly request: RecordedRequest;
  /** Values of the path's placeholders, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** A route of the server. */
export interface Route {
  readonly operation: Operation;
  readonly host: Host | "both";
  readonly method: string;
  /** Relative to the organization; a placeholder in braces is one segment. */
  readonly path: string;
  readonly handle: (call: Call) => Answer;
}

const groupsOf = "{project}/_apis/distributedtask/variablegroups";
const releaseOf = "{project}/_apis/Release/releases/{id}";

/** All routes of both hosts. */
export const routes: readonly Route[] = [
  { operation: "describeApi", host: "both", method: "OPTIONS", path: "_apis", handle: describe },
  { operation: "describeApi", host: "both", method: "OPTIONS", path: "_apis/{area}", handle: describe },
  { operation: "listResourceAreas", host: "collection", method: "GET", path: "_apis/ResourceAreas", handle: areas },
  { operation: "listProjects", host: "collection", method: "GET", path: "_apis/projects", handle: projects },
  { operation: "listVariableGroups", host: "collection", method: "GET", path: groupsOf, handle: listGroups },
  { operation: "getVariableGroup", host: "collection", method: "GET", path: `${groupsOf}/{id}`, handle: showGroup },
  {
    operation: "updateVariableGroup",
    host: "collection",
    method: "PUT",
    path: "_apis/distributedtask/variablegroups/{id}",
    handle: (call) => updateGroup(call, "organization"),
  },
  {
    operation: "updateVariableGroup",
    host: "collection",
    method: "PUT",
    path: `${groupsOf}/{id}`,
    handle: (call) => updateGroup(call, "project"),
  },
  { operation: "getRelease", host: "releases", method: "GET", path: releaseOf, handle: showRelease },
  { operation: "updateRelease", host: "releases", method: "PUT", path: releaseOf, handle: updateRelease },
];

function describe({ organization, request, path }: Call): Answer {
  const { area } = path;
  const rows = locationsOf(organization, request.host);
  return list(rows.filter((row) => area === undefined || row.area.toLowerCase() === area.toLowerCase()));
}

function locationsOf({ settings }: Organization, host: Host): readonly Location[] {
  if (settings.onPremises) return [...collectionLocations, ...releaseLocations];
  return host === "collection" ? collectionLocations : releaseLocations;
}

function areas({ organization: { settings, urls } }: Call): Answer {
  return settings.onPremises
    ? json(200, { count: 0, value: null })
    : list(resourceAreas(urls.collection, urls.releases));
}

function projects({ organization }: Call): Answer {
  return list(organization.settings.projects.map((project) => ({ ...project, state: "wellFormed" })));
}

function listGroups(call: Call): Answer {
  return call.organization.groups.list(projectOf(call), call.query.get("groupName"));
}

function showGroup(call: Call): Answer {
  return call.organization.groups.show(projectOf(call), Number(call.path.id));
}

function updateGroup(call: Call, route: "organization" | "project"): Answer {
  if (route === "project") projectOf(call);
  return call.organization.groups.update(Number(call.path.id), versionedBody(call), route);
}

function showRelease(call: Call): Answer {
  projectOf(call);
  return call.organization.releases.show(Number(call.path.id));
}

function updateRelease(call: Call): Answer {
  projectOf(call);
  return call.organization.releases.update(Number(call.path.id), versionedBody(call));
}

function projectOf({ organization, path }: Call): Project {
  const wanted = path.project ?? "";
  const isWanted = ({ id, name }: Project) => id === wanted || name.toLowerCase() === wanted.toLowerCase();
  const project = organization.settings.projects.find(isWanted);
  if (project) return project;
  throw new Refusal(
    404,
    "ProjectDoesNotExistWithNameException",
    `TF200016: The following project does not exist: ${wanted}. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server.`,
  );
}

function versionedBody({ request, query }: Call): unknown {
  if (!/api-version=/.test(request.headers.accept ?? "") && !query.has("api-version")) {
    throw new Refusal(
      400,
      "VssVersionNotSpecifiedException",
      `No api-version was supplied for the "${request.method}" request. The version must be supplied either as part of the Accept header (e.g. "application/json; api-version=1.0") or as a query parameter (e.g. "?api-version=1.0").`,
    );
  }
  return parsed(request.body);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "VssPropertyValidationException", "The body of the request is not JSON.");
  }
}
