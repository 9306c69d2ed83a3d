import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** The allowed imports of the files in each folder: folders and files of the project, packages, and modules of Node. */
const importRules: readonly { readonly of: RegExp; readonly may: RegExp }[] = [
  { of: /^src\/core\//, may: /^src\/core\/|^node:$/ },
  { of: /^src\/http\/transport\.ts$/, may: /^src\/(core|http)\/|^typed-rest-client$|^node:(events|http)$/ },
  { of: /^src\/http\//, may: /^src\/(core|http)\/|^node:(fs|http|https|net|stream|tls)$/ },
  { of: /^src\/azure-devops\//, may: /^src\/(core|http|azure-devops)\/|^azure-devops-node-api$/ },
  { of: /^src\/exalate\/profile\//, may: /^src\/(core|http|exalate\/profile)\/|^@cfworker\/json-schema$/ },
  { of: /^src\/exalate\//, may: /^src\/(core|http|exalate)\/|^fastest-levenshtein$/ },
  { of: /^src\/doctor\/yaml-document\.ts$/, may: /^yaml$|^node:vm$/ },
  { of: /^src\/doctor\//, may: /^src\/(core|http|exalate\/profile|doctor)\// },
  { of: /^src\/learn\/(json-tokens|pick-members)\.ts$/, may: /^src\/learn\/|^stream-(chain|json)$|^node:util$/ },
  { of: /^src\/learn\//, may: /^src\/(core|http|exalate\/profile|learn)\/|^node:util$/ },
  { of: /^src\/delivery\/(encryption|age-file)\.ts$/, may: /^src\/(core|delivery)\/|^age-encryption$/ },
  { of: /^src\/delivery\//, may: /^src\/(core|delivery)\/|^@noble\/hashes$/ },
  { of: /^src\/partner-page\//, may: /^src\/(core|delivery|partner-page)\// },
  { of: /^src\/commands\//, may: /^src\/(core|exalate|commands)\// },
  {
    of: /^src\/pipeline\/task-lib-agent\.ts$/,
    may: /^src\/(core|pipeline)\/|^azure-pipelines-task-lib$|^node:(crypto|fs|os|path)$/,
  },
  {
    of: /^src\/pipeline\/(start|compile-cache|direct-output)\.ts$/,
    may: /^src\/pipeline\/|^node:(events|fs|module|path|vm)$/,
  },
  { of: /^src\/pipeline\/job-files\.ts$/, may: /^src\/(core|pipeline)\/|^node:(fs|os|path)$/ },
  { of: /^src\/pipeline\//, may: /^src\/(core|http|azure-devops|exalate|doctor|delivery|commands|pipeline)\// },
  { of: /^tasks\//, may: /^src\/(core|commands|pipeline)\// },
];

/** The files with the wire format. Commands and the pipeline must not import them. */
const wireFormat = /^src\/exalate\/(profile\/(node-api\.json|request)|answer)\b/;

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

/** The imports of a file that the rules forbid. */
function forbiddenImports(file: string, source: string): string[] {
  const allowed = importRules.find(({ of }) => of.test(file))?.may ?? /^$/;
  const targets = importsOf(source).map((specifier) => targetOf(file, specifier));
  return targets.filter((target) => !allowed.test(target)).map((target) => `${file} imports ${target}`);
}

describe("The layers of the architecture", () => {
  const files = ["src", "tasks"].flatMap(filesBelow);

  it("are followed by every import", () => {
    assert.ok(files.length > 20);
    assert.deepEqual(
      files.flatMap((file) => forbiddenImports(file, readFileSync(join(root, file), "utf8"))),
      [],
    );
  });

  it("keep the wire format out of commands, pipeline and tasks", () => {
    const outside = files.filter((file) => !/^src\/(exalate|doctor|learn)\//.test(file));
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

  it("keep Exalate out of the HTTP code", () => {
    const knowing = files.filter(
      (file) =>
        file.startsWith("src/http/") && /exalate(?!-azure-pipelines")/i.test(readFileSync(join(root, file), "utf8")),
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
    ["src/commands/x.ts", 'import type { Agent } from "../pipeline/agent.ts";'],
    ["src/doctor/x.ts", 'import { a } from "../exalate/client.ts";'],
    ["src/learn/x.ts", 'import { a } from "../exalate/client.ts";'],
    ["src/learn/x.ts", 'import { a } from "stream-json/core/parser.js";'],
    ["src/doctor/x.ts", 'import type { Agent } from "../pipeline/agent.ts";'],
    ["src/http/x.ts", 'import { a } from "../exalate/client.ts";'],
    ["src/azure-devops/x.ts", 'import { a } from "../pipeline/publish-initiated.ts";'],
    ["tasks/A/AV1/index.ts", 'import { a } from "../../../tools/build/build.ts";'],
    ["src/partner-page/browser/x.ts", 'import { a } from "../../exalate/client.ts";'],
    ["src/partner-page/browser/x.ts", 'import { a } from "age-encryption";'],
    ["src/new-layer/x.ts", 'import { a } from "../core/text.ts";'],
  ];
  for (const [file, source] of broken) {
    it(`are reported as violated by ${source} in ${file}`, () =>
      assert.equal(forbiddenImports(file, source).length, 1));
  }
});
