import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A field of the service connection form. */
export interface InputDescriptor {
  id: string;
  name?: string;
  description?: string;
  inputMode?: string;
  isConfidential?: boolean;
  validation?: { maxLength?: number };
}

/** An authentication scheme of a service connection type. */
export interface AuthenticationScheme {
  type: string;
  headers?: { name: string; value: string }[];
  inputDescriptors?: InputDescriptor[];
}

/** The properties of a contribution. Its type determines which members exist. */
export interface ContributionProperties {
  name: string;
  icon?: string;
  helpMarkDown?: string;
  url?: { displayName?: string; helpText?: string };
  dataSources?: { name: string; endpointUrl: string }[];
  inputDescriptors?: InputDescriptor[];
  authenticationSchemes?: AuthenticationScheme[];
}

/** One thing that the extension adds to Azure DevOps. */
export interface Contribution {
  id: string;
  type: string;
  properties: ContributionProperties;
}

/** The members of vss-extension.json that the checks read. */
export interface ExtensionManifest {
  version?: string;
  description: string;
  scopes: string[];
  links?: Record<string, { uri: string }>;
  icons: { default: string };
  content: Record<string, { path: string }>;
  files: { path: string; addressable?: boolean }[];
  contributions: Contribution[];
}

/** The extension manifest of a checkout. */
export function readExtension(root: string): ExtensionManifest {
  return JSON.parse(readFileSync(join(root, "vss-extension.json"), "utf8"));
}

/** The contributions that are tasks. */
export function taskContributions({ contributions }: ExtensionManifest): Contribution[] {
  return contributions.filter(({ type }) => type === "ms.vss-distributed-task.task");
}

/** The contributions that are service connection types. */
export function endpointContributions({ contributions }: ExtensionManifest): Contribution[] {
  return contributions.filter(({ type }) => type === "ms.vss-endpoint.service-endpoint-type");
}
