/** The location of an API resource, as an OPTIONS request returns it. */
export interface Location {
  readonly id: string;
  readonly area: string;
  readonly resourceName: string;
  readonly routeTemplate: string;
  readonly resourceVersion: number;
  readonly minVersion: string;
  readonly maxVersion: string;
  readonly releasedVersion: string;
}

/** An area of the API and its URL. */
export interface ResourceArea {
  readonly id: string;
  readonly name: string;
  readonly locationUrl: string;
}

function location(
  id: string,
  area: string,
  resourceName: string,
  routeTemplate: string,
  resourceVersion: number,
): Location {
  return {
    id,
    area,
    resourceName,
    routeTemplate,
    resourceVersion,
    minVersion: "1.0",
    maxVersion: "7.2",
    releasedVersion: "7.1",
  };
}

/** Locations on the organization's host, with the ids that all clients of Azure DevOps have built in. */
export const collectionLocations: readonly Location[] = [
  location("e81700f7-3be2-46de-8624-2eb35882fcaa", "Location", "ResourceAreas", "_apis/{resource}/{areaId}", 1),
  location(
    "f5b09dd5-9d54-45a1-8b5a-1c8287d634cc",
    "distributedtask",
    "variablegroups",
    "{project}/_apis/{area}/{resource}/{groupId}",
    2,
  ),
  location(
    "ef5b7057-ffc3-4c77-bbad-c10b4a4abcc7",
    "distributedtask",
    "variablegroups",
    "_apis/{area}/{resource}/{groupId}",
    2,
  ),
  location("603fe2ac-9723-48b9-88ad-09305aa6c6e1", "core", "projects", "_apis/{resource}/{*projectId}", 4),
];

/** Locations on the host for releases. */
export const releaseLocations: readonly Location[] = [
  location(
    "a166fde7-27ad-408e-ba75-703c2cc9d500",
    "Release",
    "releases",
    "{project}/_apis/{area}/{resource}/{releaseId}",
    9,
  ),
];

/** The areas in the cloud, where releases are on a separate host. */
export function resourceAreas(collectionUrl: string, releaseUrl: string): readonly ResourceArea[] {
  return [
    { id: "a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd", name: "distributedtask", locationUrl: collectionUrl },
    { id: "79134c72-4a58-4b42-976c-04e7115f32bf", name: "core", locationUrl: collectionUrl },
    { id: "efc2f575-36ef-48e9-b672-0c6fb4a48ac5", name: "Release", locationUrl: releaseUrl },
  ];
}
