import { resolve } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";

/** What `--help` prints. */
export const help = `Usage: tsx tools/local-pipeline/main.ts <file.yml> [options]

Runs an Azure Pipelines file on this machine, against embedded Exalate nodes or real ones.

  --approve                    approve every environment
  --reject                     reject every environment
                               (with neither option: asks at the terminal; without a terminal, rejects all)
  --parameter <name>=<value>   value of a parameter; @<connection> is replaced by the URL of that service
                               connection, @node-a and @node-b by the URLs of the embedded nodes
  --connection <name>=<url>    a service connection to a real node; its token comes from the environment variable
                               EXALATE_TOKEN_<NAME>: the name in upper case, every other character as _
  --group <group>.<name>=<value>
                               a variable of a variable group; @<connection> as above
  --variables <file.json>      variable groups with secrets, which do not belong on a command line:
                               {"<group>": {"<name>": {"value": "...", "isSecret": true}}}
  --repository <folder>        the files of the pipeline's own repository, for "checkout: self"
  --secure-file <name>=<path>  a secure file for DownloadSecureFile@1
  --artifacts <folder>         save the artifacts as <folder>/<artifact>/<file>, before each approval and at the
                               end
  --work-folder <folder>       use this folder for the jobs, and keep their files, except temporary ones
  --debug                      run with System.Debug
  --help                       print this help

It starts two embedded nodes: node-a for the first service connection that the file names, node-b for the second.

It supports: stages, jobs, deployment jobs (runOnce with deploy and on: success, failure), matrix; steps of built tasks,
script and bash, DownloadSecureFile@1, "checkout: self" and "checkout: none", "download: none"; parameters, variables in
both forms, groups; conditions, $[ ], $( ) and \${{ }} with if, elseif, else and each; "trigger: none" and "pr: none".
For anything else it prints an error with line and column. It checks out sources only where a step says so, and it runs
jobs one after another even where they could run in parallel.
`;

/** The options of the command line. */
export interface CommandLine {
  readonly file: string;
  /** The answer to every approval; undefined to ask. */
  readonly answer: boolean | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** URLs by name of the service connection. */
  readonly connections: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Path of a file with more variable groups. */
  readonly variables: string | undefined;
  readonly repository: string | undefined;
  /** Paths by name. */
  readonly secureFiles: Readonly<Record<string, string>>;
  /** Folder for the artifacts. */
  readonly artifacts: string | undefined;
  readonly workFolder: string | undefined;
  readonly debug: boolean;
}

const flag = { type: "boolean", default: false } as const;
const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;

const config = {
  allowPositionals: true,
  options: {
    approve: flag,
    reject: flag,
    parameter: texts,
    connection: texts,
    group: texts,
    variables: text,
    repository: text,
    "secure-file": texts,
    artifacts: text,
    "work-folder": text,
    debug: flag,
    help: flag,
  },
} satisfies ParseArgsConfig;

/** Reads the command line; `null` when it asks for help. @throws Error for an unknown option or a wrong value. */
export function readCommandLine(args: readonly string[]): CommandLine | null {
  const { values, positionals } = parseArgs({ ...config, args: [...args] });
  if (values.help) return null;
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new Error("Give exactly one pipeline file. --help lists the options.");
  if (values.approve && values.reject) throw new Error("--approve and --reject cannot be combined.");
  return {
    file,
    answer: values.approve ? true : values.reject ? false : undefined,
    parameters: pairs(values.parameter, "--parameter"),
    connections: pairs(values.connection, "--connection"),
    groups: groupsOf(values.group ?? []),
    variables: values.variables,
    // Steps run in folders of their own, so that a relative path would lead elsewhere.
    repository: values.repository === undefined ? undefined : resolve(values.repository),
    secureFiles: mapValues(pairs(values["secure-file"], "--secure-file"), (path) => resolve(path)),
    artifacts: values.artifacts,
    workFolder: values["work-folder"],
    debug: values.debug,
  };
}

function mapValues(texts: Readonly<Record<string, string>>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}

function pairs(texts: readonly string[] = [], option: string): Record<string, string> {
  return Object.fromEntries(texts.map((text) => pair(text, option)));
}

function pair(text: string, option: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Error(`${option} needs <name>=<value>, not "${text}".`);
  return [name, value];
}

function groupsOf(texts: readonly string[]): Record<string, Record<string, string>> {
  const groups: Record<string, Record<string, string>> = {};
  for (const text of texts) {
    const [path, value] = pair(text, "--group");
    const dot = path.indexOf(".");
    if (dot < 1) throw new Error(`--group needs <group>.<name>=<value>, not "${text}".`);
    const group = path.slice(0, dot);
    groups[group] = { ...groups[group], [path.slice(dot + 1)]: value };
  }
  return groups;
}
