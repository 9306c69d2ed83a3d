import { reportError, UsageError } from "../command-line.ts";
import { help, readOptions } from "./command-line.ts";
import { type ExalateNode, type ExalateNodeOptions, startExalateNode } from "./node.ts";
import { basePath } from "./route.ts";
import { withDefaults } from "./settings.ts";

/** Runs an embedded Exalate node until a signal stops it. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return void process.stdout.write(help);
  const node = await start(options);
  stopOnSignal(node);
  process.stdout.write(greeting(node, options));
}

/** Whatever keeps a node from starting is in its options: an address in use, or a file with another content. */
async function start(options: ExalateNodeOptions): Promise<ExalateNode> {
  try {
    return await startExalateNode(options);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function stopOnSignal(node: ExalateNode): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => node.close());
}

function greeting({ url }: ExalateNode, options: ExalateNodeOptions): string {
  const { tokens, users, projects, trackerType } = withDefaults(options);
  return `Exalate node (${trackerType}) listening at ${url}
  Console   ${url}/
  API       ${url}${basePath}
  Swagger   ${url}/swagger
  Projects  ${projects.join(", ")}
Sign in with one of these, which are not real credentials:
${tokens.map((token) => `  token     ${token} (in the API as password, with an empty user name)\n`).join("")}${userLines(users)}Stop with Ctrl+C.
`;
}

function userLines(users: Readonly<Record<string, string>>): string {
  return Object.entries(users)
    .map(([user, password]) => `  user      ${user} with password ${password}\n`)
    .join("");
}

main().catch(reportError);
