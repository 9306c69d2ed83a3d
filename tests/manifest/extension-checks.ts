import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { startFile } from "../../tools/build/build-tasks.ts";
import {
  type AuthenticationScheme,
  type Contribution,
  type ExtensionManifest,
  endpointContributions,
  type InputDescriptor,
  taskContributions,
} from "./extension-manifest.ts";
import { iconProblems } from "./png.ts";
import type { LocatedTask } from "./task-manifest.ts";

/** The data for the rules: an extension, its tasks, and the checkout that contains them. */
export interface Extension {
  root: string;
  manifest: ExtensionManifest;
  tasks: LocatedTask[];
}

/** A rule for the whole extension. */
export interface ExtensionCheck {
  readonly rule: string;
  /** One sentence for each violation of the rule. */
  readonly problems: (extension: Extension) => string[];
}

/** The rules for vss-extension.json, and for the tasks together with it. */
export const extensionChecks: readonly ExtensionCheck[] = [
  { rule: "the version is that of package.json alone", problems: versionProblems },
  { rule: "the description has at most 200 characters", problems: descriptionProblems },
  {
    rule: "no permission is requested",
    problems: ({ manifest }) => manifest.scopes.map((scope) => `asks for ${scope}`),
  },
  { rule: "every named file exists", problems: fileProblems },
  { rule: "the icons are PNG files of the right size", problems: extensionIconProblems },
  { rule: "every task has a unique icon with a drawing in images", problems: taskIconProblems },
  { rule: "the icon of a service connection can be addressed", problems: addressableProblems },
  { rule: "every contribution has a unique id", problems: contributionIdProblems },
  { rule: "tasks and their contributions match one to one", problems: contributionProblems },
  { rule: "every task is in the folder of its name and major version", problems: folderProblems },
  {
    rule: "tasks with different names have different ids, and versions of one task have the same id",
    problems: taskIdProblems,
  },
  { rule: "every task has the files it names", problems: taskFileProblems },
  { rule: "every service connection input has a contributed type", problems: connectedServiceProblems },
  { rule: "every service connection type has a name in lower case", problems: endpointNameProblems },
  { rule: "every service connection type has a TestConnection without a double slash", problems: verifyProblems },
  { rule: "every field of a service connection has a label and an explanation", problems: descriptorProblems },
  { rule: "secrets are only in the authentication schemes", problems: confidentialProblems },
  { rule: "every authentication scheme is defined by Azure DevOps", problems: schemeProblems },
  { rule: "a token is sent only in the node's header and can have any length", problems: tokenProblems },
];

function versionProblems({ manifest: { version } }: Extension): string[] {
  return version === undefined ? [] : [`${version} is written a second time`];
}

function descriptionProblems({ manifest: { description } }: Extension): string[] {
  return description.length > 0 && description.length <= 200 ? [] : [`it has ${description.length} characters`];
}

const builtFiles = ["ThirdPartyNotices.txt"];

function fileProblems({ root, manifest }: Extension): string[] {
  const named = [...Object.values(manifest.content), ...manifest.files].map(({ path }) => path);
  const committed = named.filter((path) => !builtFiles.includes(path));
  return committed.filter((path) => !existsSync(join(root, path))).map((path) => `${path} does not exist`);
}

function extensionIconProblems({ root, manifest, tasks }: Extension): string[] {
  const large = [manifest.icons.default, ...endpointIcons(manifest)];
  return [
    ...large.flatMap((path) => iconProblems(join(root, path), 128)),
    ...tasks.flatMap(({ path }) => iconProblems(join(path, "icon.png"), 32)),
  ];
}

function taskIconProblems({ root, tasks }: Extension): string[] {
  const drawings = tasks.map(({ manifest }) => `images/${kebab(manifest.name)}.svg`);
  const icons = tasks.map(({ path }) => join(path, "icon.png")).filter((path) => existsSync(path));
  return [
    ...drawings.filter((path) => !existsSync(join(root, path))).map((path) => `${path} does not exist`),
    ...duplicates(icons.map((path) => readFileSync(path, "base64"))).map(() => "two tasks have the same icon"),
  ];
}

function kebab(name: string): string {
  return name.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

function endpointIcons(manifest: ExtensionManifest): string[] {
  return endpointContributions(manifest).flatMap(({ properties }) => properties.icon ?? []);
}

function addressableProblems({ manifest }: Extension): string[] {
  const addressable = manifest.files.filter((file) => file.addressable).map(({ path }) => path);
  return endpointIcons(manifest)
    .filter((path) => !addressable.includes(path))
    .map((path) => `${path} is not addressable`);
}

function contributionIdProblems({ manifest }: Extension): string[] {
  return duplicates(manifest.contributions.map(({ id }) => id)).map((id) => `${id} is given twice`);
}

function contributionProblems({ manifest, tasks }: Extension): string[] {
  const contributed = taskContributions(manifest).map(({ properties }) => properties.name);
  const folders = [...new Set(tasks.map(({ folder }) => `tasks/${folder.replace(/\/.*/, "")}`))];
  return [
    ...duplicates(contributed).map((name) => `${name} is contributed twice`),
    ...contributed.filter((name) => !folders.includes(name)).map((name) => `${name} is no task`),
    ...folders.filter((name) => !contributed.includes(name)).map((name) => `${name} is not contributed`),
  ];
}

function folderProblems({ tasks }: Extension): string[] {
  return tasks.flatMap(({ folder, manifest: { name, version } }) =>
    folder === `${name}/${name}V${version.Major}` ? [] : [`${folder} holds ${name}@${version.Major}`],
  );
}

function taskIdProblems({ tasks }: Extension): string[] {
  const manifests = tasks.map(({ manifest }) => manifest);
  return manifests.flatMap((task) =>
    manifests
      .filter((other) => (task.id === other.id) !== (task.name === other.name))
      .map((other) => `${task.name} has ${task.id}, ${other.name} has ${other.id}`),
  );
}

function taskFileProblems({ tasks }: Extension): string[] {
  return tasks.flatMap(({ path, manifest }) => {
    const targets = Object.values(manifest.execution).flatMap(({ target }) => target ?? []);
    const sources = new Set(
      targets.map((target) => join(path, target === startFile ? "index.ts" : target.replace(/\.js$/, ".ts"))),
    );
    return [...sources].filter((source) => !existsSync(source)).map((source) => `${source} does not exist`);
  });
}

function connectedServiceProblems({ manifest, tasks }: Extension): string[] {
  const contributed = endpointContributions(manifest).map(({ properties }) => properties.name);
  const types = tasks.flatMap(({ manifest: task }) => task.inputs.map(({ type }) => type));
  const endpoints = types.flatMap((type) => /^connectedService:([^:]*)/.exec(type)?.[1] ?? []);
  return endpoints.filter((name) => !contributed.includes(name)).map((name) => `${name} is not contributed`);
}

function endpointNameProblems({ manifest }: Extension): string[] {
  const names = endpointContributions(manifest).map(({ properties }) => properties.name);
  return names.filter((name) => name !== name.toLowerCase()).map((name) => `${name} is not in lower case`);
}

function verifyProblems({ manifest }: Extension): string[] {
  return endpointContributions(manifest).flatMap(({ id, properties: { dataSources = [] } }) => {
    const test = dataSources.find(({ name }) => name === "TestConnection");
    if (!test) return [`${id} has no TestConnection`];
    // Azure DevOps adds a slash to a URL without a path.
    return /^{{endpoint\.url}}[^/]/.test(test.endpointUrl) ? [] : [`${id} asks at ${test.endpointUrl}`];
  });
}

function descriptorProblems({ manifest }: Extension): string[] {
  return endpointContributions(manifest).flatMap((contribution) => [
    ...(contribution.properties.url?.displayName && contribution.properties.url.helpText
      ? []
      : ["url is not explained"]),
    ...[...dataFields(contribution), ...schemes(contribution).flatMap(schemeFields)]
      .filter(({ name, description }) => !name || !description)
      .map(({ id }) => `${id} is not explained`),
  ]);
}

function confidentialProblems({ manifest }: Extension): string[] {
  return endpointContributions(manifest).flatMap((contribution) => [
    ...dataFields(contribution)
      .filter(({ isConfidential, inputMode }) => isConfidential || inputMode === "passwordbox")
      .map(({ id }) => `${id} is a secret outside the authentication schemes`),
    ...schemes(contribution)
      .flatMap(schemeFields)
      .filter(({ isConfidential }) => !isConfidential)
      .map(({ id }) => `${id} is no secret, but masked as one`),
  ]);
}

const schemeNames = ["oauth2", "basic", "token", "cert", "JWT", "none"];

function schemeProblems({ manifest }: Extension): string[] {
  const known = schemeNames.map((name) => `ms.vss-endpoint.endpoint-auth-scheme-${name}`);
  const types = endpointContributions(manifest)
    .flatMap(schemes)
    .map(({ type }) => type);
  return types.filter((type) => !known.includes(type)).map((type) => `${type} is not known`);
}

function tokenProblems({ manifest }: Extension): string[] {
  const tokens = endpointContributions(manifest)
    .flatMap(schemes)
    .filter(({ type }) => type.endsWith("-token"));
  return tokens.flatMap((scheme) => [
    ...(isDeepStrictEqual(scheme.headers, [{ name: tokenHeader, value: "{{endpoint.apitoken}}" }])
      ? []
      : [`it is not sent as ${tokenHeader} alone`]),
    // The default field of the scheme, which is used when none is declared, has a limit of 300 characters.
    ...(schemeFields(scheme).some(isUnboundedToken) ? [] : ["it has no field of any length"]),
  ]);
}

const { tokenHeader }: { tokenHeader: string } = JSON.parse(
  readFileSync(new URL("../../src/exalate/profile/node-api.json", import.meta.url), "utf8"),
);

function isUnboundedToken({ id, validation }: InputDescriptor): boolean {
  return id === "apitoken" && validation?.maxLength === undefined;
}

const dataFields = ({ properties }: Contribution): InputDescriptor[] => properties.inputDescriptors ?? [];
const schemes = ({ properties }: Contribution): AuthenticationScheme[] => properties.authenticationSchemes ?? [];
const schemeFields = ({ inputDescriptors }: AuthenticationScheme): InputDescriptor[] => inputDescriptors ?? [];

function duplicates(names: string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
