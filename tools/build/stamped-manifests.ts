import type { Release } from "./release.ts";

/** Members of a task.json that a release determines, and those with links. */
export interface TaskManifest {
  readonly helpUrl?: string;
  readonly helpMarkDown?: string;
  readonly inputs?: readonly { readonly helpMarkDown?: string }[];
}

/** A task.json as it is in a package. */
export type StampedTask<Manifest> = Manifest & {
  readonly author: string;
  readonly version: { readonly Major: number; readonly Minor: number; readonly Patch: number };
};

/**
 * A task.json with the author and version of a release, and with its addresses.
 * @param folder the folder of the task, whose name ends in its major version: `ExalateInitiate/ExalateInitiateV1`
 * @throws Error when the major version of the release differs: agents take the task with the highest version
 */
export function stampedTask<Manifest extends TaskManifest>(
  manifest: Manifest,
  folder: string,
  release: Release,
): StampedTask<Manifest> {
  const [major = 0, minor = 0, patch = 0] = release.version.split(".").map(Number);
  if (!folder.endsWith(`V${major}`)) throw new Error(`tasks/${folder} cannot have the version ${release.version}.`);
  return {
    ...withAddresses(manifest, release),
    author: release.publisher,
    version: { Major: major, Minor: minor, Patch: patch },
  };
}

function withAddresses<Manifest extends TaskManifest>(manifest: Manifest, release: Release): Manifest {
  const { helpUrl, inputs } = manifest;
  return {
    ...withHelp(manifest, release),
    ...(helpUrl === undefined ? {} : { helpUrl: addressOf(helpUrl, release) }),
    ...(inputs === undefined ? {} : { inputs: inputs.map((input) => withHelp(input, release)) }),
  };
}

function withHelp<Part extends { readonly helpMarkDown?: string }>(part: Part, release: Release): Part {
  const { helpMarkDown } = part;
  return helpMarkDown === undefined ? part : { ...part, helpMarkDown: markdownWithAddresses(helpMarkDown, release) };
}

/** Members of vss-extension.json with links. */
export interface ExtensionManifest {
  readonly links: Readonly<Record<string, { readonly uri: string }>>;
  readonly contributions: readonly { readonly properties: { readonly helpMarkDown?: string } }[];
}

/** A vss-extension.json with the publisher and version of a release, and with its addresses. */
export function stampedExtension<Manifest extends ExtensionManifest>(manifest: Manifest, release: Release): Manifest {
  const { links, contributions } = manifest;
  const { publisher, version } = release;
  return {
    ...manifest,
    publisher,
    version,
    links: Object.fromEntries(Object.entries(links).map(([name, { uri }]) => [name, { uri: addressOf(uri, release) }])),
    contributions: contributions.map((each) => ({ ...each, properties: withHelp(each.properties, release) })),
  };
}

/** The address of a page of the repository. Other addresses stay, and so do paths before the pages are published. */
function addressOf(link: string, { documentation }: Release): string {
  const isElsewhere = /^([a-z][a-z0-9+.-]*:|#)/i.test(link);
  return documentation === undefined || isElsewhere ? link : `${documentation}${link}`;
}

/** Markdown whose links to pages of the repository lead to their addresses. Pictures stay: they are in the package. */
export function markdownWithAddresses(markdown: string, release: Release): string {
  return markdown
    .replace(/\]\((?!images\/)([^()\s]+)\)/g, (_, link: string) => `](${addressOf(link, release)})`)
    .replace(/(<a href=")([^"]+)"/g, (_, start: string, link: string) => `${start}${addressOf(link, release)}"`);
}
