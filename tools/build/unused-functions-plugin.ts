import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Plugin } from "esbuild";

/** A module that bundles contain without the functions and methods that nothing uses. */
interface LargeModule {
  /** The module as the project imports it, so that the build finds its file. */
  readonly specifier: string;
  /** Its users: sources of the project, relative to `tools/build`, and modules of this list that come before it. */
  readonly users: readonly string[];
}

/**
 * Modules with many functions or methods of which the tasks use few, users first. The compiler of TypeScript has written
 * them, so each function is a statement of its own, its export is the line after it, and a method ends where its indent ends.
 */
const largeModules: readonly LargeModule[] = [
  { specifier: "azure-pipelines-task-lib/task.js", users: ["../../src/pipeline/task-lib-agent.ts"] },
  {
    specifier: "azure-pipelines-task-lib/internal.js",
    users: ["../../src/pipeline/task-lib-agent.ts", "azure-pipelines-task-lib/task.js"],
  },
  { specifier: "azure-devops-node-api/TaskAgentApi.js", users: ["../../src/azure-devops/variable-group.ts"] },
  {
    specifier: "azure-devops-node-api/TaskAgentApiBase.js",
    users: ["../../src/azure-devops/variable-group.ts", "azure-devops-node-api/TaskAgentApi.js"],
  },
  { specifier: "azure-devops-node-api/ReleaseApi.js", users: ["../../src/azure-devops/release.ts"] },
  { specifier: "azure-devops-node-api/LocationsApi.js", users: ["../../src/azure-devops/release.ts"] },
];

/**
 * An esbuild plugin that leaves out the functions and methods of large CommonJS modules that nothing uses. esbuild leaves
 * out unused functions of ES modules by itself; in a CommonJS module any member can be read at any time.
 */
export function unusedFunctionsPlugin(): Plugin {
  return {
    name: "unused-functions",
    setup(build) {
      const sources = shortenedModules();
      build.onLoad({ filter: /\.js$/, namespace: "file" }, async ({ path }) => {
        const contents = await sources.get(path);
        return contents === undefined ? undefined : { contents, loader: "js" };
      });
    },
  };
}

let modules: ReadonlyMap<string, Promise<string>> | undefined;

/**
 * The sources of the large modules without the functions and methods that nothing uses, by their absolute paths. A build
 * bundles dozens of files, so they are made once.
 */
export function shortenedModules(): ReadonlyMap<string, Promise<string>> {
  modules ??= shortenModules();
  return modules;
}

function shortenModules(): ReadonlyMap<string, Promise<string>> {
  const { resolve } = createRequire(import.meta.url);
  const pathOf = (name: string) => resolve(name);
  const sources = new Map<string, Promise<string>>();
  const read = (path: string) => sources.get(path) ?? readFile(path, "utf8");
  for (const { specifier, users } of largeModules) {
    const path = pathOf(specifier);
    sources.set(path, shortened(path, Promise.all(users.map((user) => read(pathOf(user))))));
  }
  return sources;
}

async function shortened(path: string, users: Promise<readonly string[]>): Promise<string> {
  const name = path.replace(/^.*[\\/]|\.js$/g, "");
  const texts = await users;
  const used = texts.flatMap((text) => membersUsed(text, name));
  return withoutUnusedMethods(withoutUnusedFunctions(await readFile(path, "utf8"), used), texts);
}

/** The members that a source reads of a module with this file name. */
function membersUsed(source: string, name: string): string[] {
  const module = `["'][^"']*/${name}(?:\\.js)?["']`;
  const imports = new RegExp(`import \\* as (\\w+) from ${module}|(\\w+) = require\\(${module}\\)`, "g");
  const aliases = [...source.matchAll(imports)].map(([, imported, required]) => imported ?? required);
  return aliases.flatMap((alias) => [...source.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, "g"))].map(memberOf));
}

function memberOf([, member = ""]: RegExpMatchArray): string {
  return member;
}

/** What follows the beginning of a statement at the top of a module, to the first brace at the beginning of a line. */
const body = String.raw`(?:.|\r?\n(?!\}))*\r?\n\}`;

/**
 * Statements at the top of a module with the line that exports them: a function, a class, an enumeration, and the export of
 * another module's member.
 */
const exportable = new RegExp(
  `^(?:${[
    String.raw`function (\w+)\(${body}\r?\n(?:exports\.\1 = \1;\r?\n)?`,
    String.raw`var (\w+) = /\*\* @class \*/ \(function${body}\(\)\);\r?\n(?:exports\.\2 = \2;\r?\n)?`,
    String.raw`var (\w+);\r?\n\(function${body}\)\(\3 = exports.*\r?\n`,
    String.raw`exports\.(\w+) = \w+\.\w+;\r?\n`,
  ].join("|")})`,
  "gm",
);

/** A line that makes exports undefined before the first of them is set. Bundles read from it which members there are. */
const declaration = /^exports(?:\.\w+ = exports)+\.\w+ = void 0;$/gm;

/** Comments that fill whole lines. esbuild drops them, and they mention functions. */
const comment = /^[ \t]*(?:\/\/.*|\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*)$/gm;

/**
 * The source of a module without the functions that neither its users nor the rest of it mention. A name that only looks
 * like a mention keeps a function.
 */
export function withoutUnusedFunctions(source: string, used: readonly string[]): string {
  const bare = source.replace(comment, "");
  const parts = new Map([...bare.matchAll(exportable)].map((match) => [nameIn(match), match[0]]));
  const kept = new Set(used);
  for (const name of namesIn(bare.replace(exportable, "").replace(declaration, ""))) kept.add(name);
  // The set grows during the loop.
  for (const name of kept) for (const mentioned of namesIn(parts.get(name) ?? "")) kept.add(mentioned);
  const isUnused = (name: string) => parts.has(name) && !kept.has(name);
  return bare
    .replace(exportable, (part, ...groups: string[]) => (isUnused(nameIn([part, ...groups])) ? "" : part))
    .replace(declaration, (line) => line.replace(/exports\.(\w+) = /g, (part, name) => (isUnused(name) ? "" : part)));
}

/** The name in a match of {@link exportable}: one of its groups, after the whole match. */
function nameIn([, ...names]: readonly string[]): string {
  return names.find((name) => name !== undefined) ?? "";
}

/** The names in a text that can be functions or exports of its module; without the line that exports a function. */
function namesIn(text: string): string[] {
  const mentions = text
    .replace(/^exports\.(\w+) = \1;$/gm, "")
    .matchAll(/\bexports\.(\w+)|(?<![.\w$])([A-Za-z_$][\w$]*)/g);
  return [...mentions].map(([, exported, plain]) => exported ?? plain ?? "");
}

/** A method of a class at the top of a module: its body is indented further. */
const method = /^ {4}(?!constructor\()(\w+)\([^\r\n]*\) \{\r?\n(?:(?: {5}[^\r\n]*)?\r?\n)* {4}\}\r?\n/gm;

/**
 * The source of a module without the methods that neither its users nor the rest of it call. A member of the same name of
 * something else keeps a method.
 */
export function withoutUnusedMethods(source: string, users: readonly string[]): string {
  const methods = new Map([...source.matchAll(method)].map((match) => [match[1] ?? "", match[0]]));
  const kept = new Set([source.replace(method, ""), ...users].flatMap(membersIn));
  // The set grows during the loop.
  for (const name of kept) for (const called of membersIn(methods.get(name) ?? "")) kept.add(called);
  return source.replace(method, (text, name: string) => (kept.has(name) ? text : ""));
}

function membersIn(text: string): string[] {
  return [...text.matchAll(/\.(\w+)/g)].map(memberOf);
}
