import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// The task library removes these from the environment, so a script in Azure Pipelines does not see them either.
const hidden = /^(INPUT_|SECRET_|ENDPOINT_|SECUREFILE_|VSTS_)/;

const folder = mkdtempSync(join(process.env.AGENT_TEMPDIRECTORY, "script-"));
const file = join(folder, "script.sh");
writeFileSync(file, process.env.INPUT_SCRIPT, { mode: 0o600 });

const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !hidden.test(name)));
const workingDirectory = process.env.INPUT_WORKINGDIRECTORY || process.cwd();
console.log("========================== Starting Command Output ===========================");
const bash = spawn("bash", ["--noprofile", "--norc", file], {
  cwd: workingDirectory,
  env: environment,
  stdio: ["ignore", "inherit", "inherit"],
});

// The agent signals only this process; the processes of the script need the signal too.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => process.kill(-process.pid, "SIGTERM"));
}

bash.once("error", (error) => fail(`Bash cannot be started: ${error.message}`));
bash.once("exit", (code) => {
  if (code !== 0) fail(`Bash exited with code '${code}'.`);
});

function fail(sentence) {
  console.log(`##vso[task.logissue type=error;]${sentence}`);
  console.log(`##vso[task.complete result=Failed;]${sentence}`);
}
