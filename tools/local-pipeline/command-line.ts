import { type ParseArgsConfig, parseArgs } from "node:util";

/** What `--help` prints. */
export const help = `Usage: tsx tools/local-pipeline/main.ts <file.yml> [options]

Runs an Azure Pipelines file as written on this machine, against embedded Exalate nodes or real ones.

  --approve                    approve every environment
  --reject                     reject every environment
                               (without either, a terminal is asked; without a terminal, all are rejected)
  --parameter <name>=<value>   value of a parameter; @<connection> stands for the URL of that service
                               connection, @node-a and @node-b for those of the embedded nodes
  --connection <name>=<url>    a service connection to a real node; its token comes from the environment variable
                               EXALATE_TOKEN_<NAME>, letters in upper case and all else than letters and digits as _
  --group <group>.<name>=<value>
                               a variable of a variable group; @<connection> as above
  --work-folder <folder>       keep what the jobs leave behind there
  --debug                      run with System.Debug
  --help                       print this

Two embedded nodes are started: the first service connection that the file names is node-a, the second node-b.

It reads: stages, jobs, deployment jobs (runOnce with deploy and on: success, failure), matrix; steps of built tasks,
script and bash, "checkout: none", "download: none"; parameters, variables in both forms, groups; conditions, $[ ], $( )
and \${{ }} with if, elseif, else and each; "trigger: none" and "pr: none". Anything else is an error with its place.
Sources are never checked out, and jobs that could run side by side run one after another.
`;

/** What the command line asks for. */
export interface CommandLine {
  readonly file: string;
  readonly answer: boolean | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** URLs by the name of the connection. */
  readonly connections: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly workFolder: string | undefined;
  readonly debug: boolean;
}

const flag = { type: "boolean", default: false } as const;
const texts = { type: "string", multiple: true } as const;

const config = {
  allowPositionals: true,
  options: {
    approve: flag,
    reject: flag,
    parameter: texts,
    connection: texts,
    group: texts,
    "work-folder": { type: "string" },
    debug: flag,
    help: flag,
  },
} satisfies ParseArgsConfig;

/** Reads the command line; `null` when help is wanted. @throws Error for what it does not know. */
export function readCommandLine(args: readonly string[]): CommandLine | null {
  const { values, positionals } = parseArgs({ ...config, args: [...args] });
  if (values.help) return null;
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new Error("Give one pipeline file. --help tells more.");
  if (values.approve && values.reject) throw new Error("--approve and --reject exclude each other.");
  return {
    file,
    answer: values.approve ? true : values.reject ? false : undefined,
    parameters: Object.fromEntries((values.parameter ?? []).map((text) => pair(text, "--parameter"))),
    connections: Object.fromEntries((values.connection ?? []).map((text) => pair(text, "--connection"))),
    groups: groupsOf(values.group ?? []),
    workFolder: values["work-folder"],
    debug: values.debug,
  };
}

function pair(text: string, option: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Error(`${option} wants <name>=<value>, not "${text}".`);
  return [name, value];
}

function groupsOf(texts: readonly string[]): Record<string, Record<string, string>> {
  const groups: Record<string, Record<string, string>> = {};
  for (const text of texts) {
    const [path, value] = pair(text, "--group");
    const dot = path.indexOf(".");
    if (dot < 1) throw new Error(`--group wants <group>.<name>=<value>, not "${text}".`);
    const group = path.slice(0, dot);
    groups[group] = { ...groups[group], [path.slice(dot + 1)]: value };
  }
  return groups;
}
