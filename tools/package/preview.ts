import { createHash } from "node:crypto";
import type { Release } from "../build/release.ts";
import type { TaskManifest } from "../build/stamped-manifests.ts";

/** What the names of the preview's tasks end in. */
const taskSuffix = "Preview";
const shownSuffix = " (preview)";

/** Members of a task.json that differ in the preview. */
export interface NamedTask extends TaskManifest {
  readonly id: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly inputs: readonly { readonly type: string; readonly helpMarkDown?: string }[];
}

/** Members of vss-extension.json that differ in the preview. */
export interface NamedExtension {
  readonly id: string;
  readonly name: string;
  readonly contributions: readonly NamedContribution[];
}

interface NamedContribution {
  readonly type: string;
  readonly properties: { readonly name: string; readonly displayName?: string };
}

/**
 * The release that the preview with this number claims to be. Azure DevOps updates an extension and a task only to a
 * higher version, so the number takes the place of the third one, and has to rise with each preview.
 */
export function previewRelease(release: Release, number: number): Release {
  return { ...release, version: release.version.replace(/\d+$/, String(number)) };
}

/** The name of a task in the preview: `ExalateInitiatePreview`. */
export function previewTaskName(name: string): string {
  return `${name}${taskSuffix}`;
}

/** The task.json of the preview. Its id and name differ, so that it can be installed beside the release. */
export function previewTask<Task extends NamedTask>(task: Task): Task {
  return {
    ...task,
    id: derivedId(task.id),
    name: previewTaskName(task.name),
    // A longer one would exceed the 40 characters that Azure DevOps allows.
    friendlyName: previewTaskName(task.name),
    inputs: task.inputs.map((input) => ({
      ...input,
      type: input.type.replace(/^connectedService:(\w+)/, (_, type: string) => `connectedService:${previewType(type)}`),
    })),
  };
}

/** The vss-extension.json of the preview. */
export function previewExtension<Extension extends NamedExtension>(extension: Extension): Extension {
  return {
    ...extension,
    id: `${extension.id}-preview`,
    name: `${extension.name}${shownSuffix}`,
    galleryFlags: ["Preview"],
    contributions: extension.contributions.map((contribution) =>
      contribution.type === endpointType ? previewConnection(contribution) : contribution,
    ),
  };
}

/** The overview of the preview, which says what it is and how its tasks are called. */
export function previewOverview(overview: string, version: string): string {
  return `> This is the preview of version ${version}. Its tasks are called \`${previewTaskName("ExalateInitiate")}@1\` and so on, and its service connection *Exalate node${shownSuffix}*.\n\n${overview}`;
}

const endpointType = "ms.vss-endpoint.service-endpoint-type";

function previewConnection<Connection extends NamedContribution>(connection: Connection): Connection {
  const { name, displayName } = connection.properties;
  const properties = { ...connection.properties, name: previewType(name), displayName: `${displayName}${shownSuffix}` };
  return { ...connection, properties };
}

function previewType(name: string): string {
  return `${name}preview`;
}

/** A GUID that depends on another one alone, in the form of a name-based UUID (RFC 9562, version 5). */
function derivedId(id: string): string {
  const hash = createHash("sha1").update(`preview of ${id}`).digest("hex");
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
