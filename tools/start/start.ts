import { reportError } from "../command-line.ts";
import { runStagedExample } from "./example.ts";
import { help, readOptions } from "./options.ts";
import { runOnRealNode } from "./real-node.ts";

/** Entry point of `npm start`: runs the staged example on embedded nodes, or one task against a real node. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(help);
  const wentAsExpected = options.kind === "example" ? await runStagedExample(options) : await runOnRealNode(options);
  if (!wentAsExpected) process.exitCode = 1;
}

main().catch(reportError);
