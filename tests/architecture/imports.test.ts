import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** What a folder's files may import: folders and files of the tree, packages, and Node's own modules. */
const lines: readonly { readonly of: RegExp; readonly may: RegExp }[] = [
  { of: /^src\/core\//, may: /^src\/core\/|^node:$/ },
  { of: /^src\/exalate\/transport\.ts$/, may: /^src\/(core|exalate)\/|^typed-rest-client$|^node:(events|http)$/ },
  {
    of: /^src\/exalate\/(connections|configured-agent|certificate-issuer|trust|tunnels)\.ts$/,
    may: /^src\/(core|exalate)\/|^node:(fs|http|https|net|stream|tls)$/,
  },
  { of: /^src\/exalate\/description\/yaml-document\.ts$/, may: /^yaml$|^node:vm$/ },
  { of: /^src\/exalate\//, may: /^src\/(core|exalate)\/|^fastest-levenshtein$|^@cfworker\/json-schema$/ },
  { of: /^src\/commands\//, may: /^src\/(core|commands|exalate)\/|^src\/pipeline\/agent\.ts$/ },
  {
    of: /^src\/pipeline\/task-lib-agent\.ts$/,
    may: /^src\/(core|pipeline)\/|^azure-pipelines-task-lib$|^node:(crypto|fs|os|path)$/,
  },
  { of: /^src\/pipeline\/hand-over\//, may: /^src\/(core|pipeline)\/|^azure-devops-node-api$/ },
  { of: /^src\/pipeline\//, may: /^src\/(core|pipeline|commands|exalate)\// },
  { of: /^tasks\//, may: /^src\/(core|commands|pipeline)\// },
];

/** Files of the client that hold the wire format: nothing outside `src/exalate` may know them. */
const wireFormat = /^src\/exalate\/(node-api\.json|answer|request|transport)\b/;

function filesBelow(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}

function importsOf(source: string): string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"']+)["']/g;
  return [...source.matchAll(pattern)].map((match) => match[1] ?? "");
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return relative(root, join(root, dirname(file), specifier));
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Each import of a file that crosses a line. */
function crossings(file: string, source: string): string[] {
  const allowed = lines.find(({ of }) => of.test(file))?.may ?? /^$/;
  const targets = importsOf(source).map((specifier) => targetOf(file, specifier));
  return targets.filter((target) => !allowed.test(target)).map((target) => `${file} imports ${target}`);
}

describe("The layers of the architecture", () => {
  const files = ["src", "tasks"].flatMap(filesBelow);

  it("are kept by every import", () => {
    assert.ok(files.length > 20);
    assert.deepEqual(
      files.flatMap((file) => crossings(file, readFileSync(join(root, file), "utf8"))),
      [],
    );
  });

  it("keep the wire format inside the client, but for opening it", () => {
    const outside = files.filter((file) => !file.startsWith("src/exalate/") && file !== "src/pipeline/node-access.ts");
    const knowing = outside.filter((file) =>
      importsOf(readFileSync(join(root, file), "utf8")).some((specifier) => wireFormat.test(targetOf(file, specifier))),
    );
    assert.deepEqual(knowing, []);
  });

  it("keep paths and field names of the REST API inside the profile", () => {
    const words = /["'`/](issuehub|scopeparams|remoteUrl|authProtocol|X-exalate-jwt)\b/i;
    const knowing = files.filter((file) => words.test(readFileSync(join(root, file), "utf8")));
    assert.deepEqual(knowing, []);
  });

  it("keep the process, timers and the clock out of the commands", () => {
    const words = /\b(process|setTimeout|setInterval|Date|fetch)\b\s*[.(]/;
    const knowing = files.filter(
      (file) => file.startsWith("src/commands/") && words.test(readFileSync(join(root, file), "utf8")),
    );
    assert.deepEqual(knowing, []);
  });

  const broken: [file: string, source: string][] = [
    ["src/commands/x.ts", 'import { a } from "azure-pipelines-task-lib/task.js";'],
    ["src/commands/x.ts", 'import { a } from "../pipeline/task-lib-agent.ts";'],
    ["src/commands/x.ts", 'const a = await import("node:https");'],
    ["src/exalate/x.ts", 'import { a } from "../commands/initiate.ts";'],
    ["src/exalate/x.ts", 'import { a } from "typed-rest-client/HttpClient.js";'],
    ["src/core/x.ts", 'import { a } from "../exalate/client.ts";'],
    ["src/pipeline/x.ts", 'import "azure-devops-node-api";'],
    ["tasks/A/AV1/index.ts", 'import { a } from "../../../tools/build/build.ts";'],
    ["src/new-layer/x.ts", 'import { a } from "../core/text.ts";'],
  ];
  for (const [file, source] of broken) {
    it(`are found crossed by ${source} in ${file}`, () => assert.equal(crossings(file, source).length, 1));
  }
});
