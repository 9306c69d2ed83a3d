import { copyFileSync } from "node:fs";
import { join } from "node:path";

const path = join(process.env.AGENT_TEMPDIRECTORY, process.env.INPUT_SECUREFILE);
copyFileSync(process.env.INPUT_SOURCE, path);
console.log(`##vso[task.setvariable variable=secureFilePath]${path}`);
