import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type Extension, extensionChecks } from "./extension-checks.ts";
import type { AuthenticationScheme, Contribution, ContributionProperties } from "./extension-manifest.ts";
import type { LocatedTask } from "./task-manifest.ts";

let root = "";

function validExtension(): Extension {
  return {
    root,
    manifest: {
      description: "A sample.",
      scopes: [],
      icons: { default: "icon.png" },
      content: { details: { path: "overview.md" } },
      files: [{ path: "tasks" }, { path: "icon.png", addressable: true }, { path: "ThirdPartyNotices.txt" }],
      contributions: [
        { id: "task", type: "ms.vss-distributed-task.task", properties: { name: "tasks/Sample" } },
        { id: "node", type: "ms.vss-endpoint.service-endpoint-type", properties: endpointProperties() },
      ],
    },
    tasks: [locatedTask("Sample", "0d6a3f52-7c2b-4f0e-9a51-3f1f2a9c4b10")],
  };
}

function endpointProperties(): ContributionProperties {
  return {
    name: "sample",
    icon: "icon.png",
    url: { displayName: "URL", helpText: "Where the server is." },
    dataSources: [{ name: "TestConnection", endpointUrl: "{{endpoint.url}}swagger" }],
    inputDescriptors: [{ id: "limit", name: "Limit", description: "A limit.", inputMode: "textbox" }],
    authenticationSchemes: [
      {
        type: "ms.vss-endpoint.endpoint-auth-scheme-token",
        headers: [{ name: "X-exalate-jwt", value: "{{endpoint.apitoken}}" }],
        inputDescriptors: [{ id: "apitoken", name: "Token", description: "A token.", isConfidential: true }],
      },
    ],
  };
}

function locatedTask(name: string, id: string): LocatedTask {
  return {
    folder: `${name}/${name}V1`,
    path: join(root, "tasks", name, `${name}V1`),
    manifest: {
      id,
      name,
      friendlyName: name,
      description: name,
      category: "Utility",
      version: { Major: 1, Minor: 0, Patch: 0 },
      runsOn: ["Agent"],
      instanceNameFormat: name,
      inputs: [{ name: "connection", type: "connectedService:sample" }],
      execution: { Node24: { target: "start.js" } },
    },
  };
}

/** The first and last bytes of a PNG file. The checks read nothing else. */
function pngOutline(side: number): Buffer {
  const header = Buffer.alloc(24);
  header.write("\x89PNG\r\n\x1a\n", "latin1");
  header.writeUInt32BE(side, 16);
  header.writeUInt32BE(side, 20);
  return Buffer.concat([header, Buffer.from("IEND\0\0\0\0", "latin1")]);
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const task = ({ tasks }: Extension): LocatedTask => first(tasks);
const contribution = ({ manifest }: Extension, id: string): Contribution =>
  first(manifest.contributions.filter((candidate) => candidate.id === id));
const node = (extension: Extension): ContributionProperties => contribution(extension, "node").properties;
const scheme = (extension: Extension): AuthenticationScheme => first(node(extension).authenticationSchemes ?? []);

function first<T>(items: T[]): T {
  const [item] = items;
  assert.ok(item);
  return item;
}

type BrokenCase = readonly [rule: string, problem: RegExp, breakIt: (extension: Extension) => unknown];

const brokenCases: readonly BrokenCase[] = [
  [
    "the version is that of package.json alone",
    /1\.1\.0 is written a second time/,
    ({ manifest }) => Object.assign(manifest, { version: "1.1.0" }),
  ],
  [
    "the description has at most 200 characters",
    /201 characters/,
    ({ manifest }) => Object.assign(manifest, { description: "a".repeat(201) }),
  ],
  ["no permission is requested", /asks for vso\.build/, ({ manifest }) => manifest.scopes.push("vso.build")],
  ["every named file exists", /guide\.md does not exist/, ({ manifest }) => manifest.files.push({ path: "guide.md" })],
  [
    "the icons are PNG files of the right size",
    /32×32 pixels instead of 128×128/,
    ({ manifest }) => Object.assign(manifest.icons, { default: "small.png" }),
  ],
  [
    "the icons are PNG files of the right size",
    /overview\.md is not a whole PNG file/,
    (it) => Object.assign(node(it), { icon: "overview.md" }),
  ],
  [
    "the icons are PNG files of the right size",
    /icon\.png does not exist/,
    (it) => Object.assign(task(it), { path: join(root, "elsewhere") }),
  ],
  [
    "every task has a unique icon with a drawing in images",
    /images\/other-sample\.svg does not exist/,
    (it) => Object.assign(task(it).manifest, { name: "OtherSample" }),
  ],
  [
    "every task has a unique icon with a drawing in images",
    /two tasks have the same icon/,
    (it) => it.tasks.push(task(it)),
  ],
  [
    "the icon of a service connection can be addressed",
    /icon\.png is not addressable/,
    ({ manifest }) => Object.assign(manifest, { files: [] }),
  ],
  [
    "every contribution has a unique id",
    /node is given twice/,
    (it) => Object.assign(contribution(it, "task"), { id: "node" }),
  ],
  [
    "tasks and their contributions match one to one",
    /tasks\/Sample is not contributed/,
    ({ manifest }) => Object.assign(manifest, { contributions: [] }),
  ],
  [
    "tasks and their contributions match one to one",
    /tasks\/Sample is no task/,
    (it) => Object.assign(it, { tasks: [] }),
  ],
  [
    "tasks and their contributions match one to one",
    /tasks\/Sample is contributed twice/,
    (it) => it.manifest.contributions.push({ ...contribution(it, "task"), id: "again" }),
  ],
  [
    "every task is in the folder of its name and major version",
    /Sample\/SampleV1 holds Sample@2/,
    (it) => Object.assign(task(it).manifest.version, { Major: 2 }),
  ],
  [
    "tasks with different names have different ids, and versions of one task have the same id",
    /Sample has .*, Other has /,
    (it) => it.tasks.push(locatedTask("Other", task(it).manifest.id)),
  ],
  [
    "tasks with different names have different ids, and versions of one task have the same id",
    /Sample has .*, Sample has /,
    (it) => it.tasks.push(locatedTask("Sample", "5f0a1c7e-2f62-43a5-8a0e-6a7c1b5d9e33")),
  ],
  [
    "every task has the files it names",
    /main\.ts does not exist/,
    (it) => Object.assign(task(it).manifest.execution, { Node20_1: { target: "main.js" } }),
  ],
  [
    "every service connection input has a contributed type",
    /Sample is not contributed/,
    (it) => Object.assign(first(task(it).manifest.inputs), { type: "connectedService:Sample" }),
  ],
  [
    "every service connection type has a name in lower case",
    /Sample is not in lower case/,
    (it) => Object.assign(node(it), { name: "Sample" }),
  ],
  [
    "every service connection type has a TestConnection without a double slash",
    /node has no TestConnection/,
    (it) => Object.assign(node(it), { dataSources: [] }),
  ],
  [
    "every service connection type has a TestConnection without a double slash",
    /node asks at {{endpoint\.url}}\/swagger/,
    (it) => Object.assign(first(node(it).dataSources ?? []), { endpointUrl: "{{endpoint.url}}/swagger" }),
  ],
  [
    "every field of a service connection has a label and an explanation",
    /limit is not explained/,
    (it) => Object.assign(node(it), { inputDescriptors: [{ id: "limit", name: "Limit" }] }),
  ],
  [
    "every field of a service connection has a label and an explanation",
    /url is not explained/,
    (it) => Object.assign(node(it), { url: { displayName: "URL" } }),
  ],
  [
    "secrets are only in the authentication schemes",
    /limit is a secret outside/,
    (it) => Object.assign(first(node(it).inputDescriptors ?? []), { isConfidential: true }),
  ],
  [
    "secrets are only in the authentication schemes",
    /apitoken is no secret/,
    (it) => Object.assign(first(scheme(it).inputDescriptors ?? []), { isConfidential: false }),
  ],
  [
    "every authentication scheme is defined by Azure DevOps",
    /endpoint-auth-scheme-key is not known/,
    (it) => Object.assign(scheme(it), { type: "ms.vss-endpoint.endpoint-auth-scheme-key" }),
  ],
  [
    "a token is sent only in the node's header and can have any length",
    /not sent as X-exalate-jwt alone/,
    (it) => Object.assign(scheme(it), { headers: [] }),
  ],
  [
    "a token is sent only in the node's header and can have any length",
    /not sent as X-exalate-jwt alone/,
    (it) => scheme(it).headers?.push({ name: "Authorization", value: "Bearer {{endpoint.apitoken}}" }),
  ],
  [
    "a token is sent only in the node's header and can have any length",
    /no field of any length/,
    (it) => Object.assign(first(scheme(it).inputDescriptors ?? []), { validation: { maxLength: 300 } }),
  ],
];

describe("The checks of the extension manifest", () => {
  before(() => {
    root = mkdtempSync(join(tmpdir(), "exalate-manifest-"));
    write("overview.md", "A page of text, which is not a picture.");
    write("icon.png", pngOutline(128));
    write("small.png", pngOutline(32));
    write("tasks/Sample/SampleV1/icon.png", pngOutline(32));
    write("tasks/Sample/SampleV1/index.ts", "");
    write("images/sample.svg", "<svg/>");
  });
  after(() => rmSync(root, { recursive: true }));

  it("find no problem in a valid manifest", () => assert.deepEqual(problemsByRule(validExtension()), []));

  for (const [rule, problem, breakIt] of brokenCases) {
    it(`find: ${problem.source}`, () => {
      const extension = validExtension();
      breakIt(extension);
      const problems = extensionChecks.find((check) => check.rule === rule)?.problems(extension);
      assert.match(problems?.join("\n") ?? "no such rule", problem);
    });
  }

  it("each have a broken manifest", () => {
    const broken = new Set(brokenCases.map(([rule]) => rule));
    assert.deepEqual(
      extensionChecks.filter(({ rule }) => !broken.has(rule)),
      [],
    );
  });
});

function problemsByRule(extension: Extension): string[] {
  return extensionChecks.flatMap(({ rule, problems }) => problems(extension).map((problem) => `${rule}: ${problem}`));
}
