import { overridesText, reportLines } from "../../src/doctor/report.ts";
import { reportJson } from "../../src/doctor/report-json.ts";
import { exitCodes } from "../command-line.ts";
import { saveFile } from "../learn/save-file.ts";
import { inOptions } from "../option-words.ts";
import { checkNode } from "./doctor.ts";
import { help, readOptions } from "./options.ts";

/** Entry point of `npm run doctor`. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(help);
  const { check, redact } = await checkNode(options, process.env);
  const text = options.json ? JSON.stringify(reportJson(check), null, 2) : reportLines(check).join("\n");
  process.stdout.write(`${text.split("\n").map(redact).join("\n")}\n`);
  if (options.save !== undefined && check.outcome !== "cannot be told")
    saveFile(options.save, `${redact(overridesText(check.proposal.overrides ?? {}))}\n`);
  process.exitCode = exitCodes[check.outcome];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? inOptions(error.message) : error);
  process.exitCode = exitCodes["cannot be told"];
});
