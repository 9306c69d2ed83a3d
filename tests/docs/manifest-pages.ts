import { type ExtensionManifest, endpointContributions, readExtension } from "../manifest/extension-manifest.ts";
import { readTasks, type TaskManifest } from "../manifest/task-manifest.ts";
import type { MarkdownFile } from "./markdown.ts";
import { yamlName } from "./task-schema.ts";

/**
 * What people read in the forms of Azure DevOps, as Markdown pages at the root of the checkout: the links of the manifests
 * begin there. The paths are names for messages.
 */
export function manifestPages(root: string): MarkdownFile[] {
  return [
    { path: "vss-extension.json", text: extensionText(readExtension(root)) },
    ...readTasks(root).map(({ manifest }) => ({ path: yamlName(manifest), text: taskText(manifest) })),
  ];
}

function extensionText(manifest: ExtensionManifest): string {
  const links = Object.entries(manifest.links ?? {}).map(([name, { uri }]) => `[${name}](${uri})`);
  const helps = endpointContributions(manifest).map(({ properties }) => properties.helpMarkDown ?? "");
  return [...links, ...helps].join("\n\n");
}

function taskText({ helpUrl = "", helpMarkDown = "", inputs }: TaskManifest): string {
  return [`[help](${helpUrl})`, helpMarkDown, ...inputs.map((input) => input.helpMarkDown ?? "")].join("\n\n");
}
