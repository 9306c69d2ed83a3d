// NODE_OPTIONS loads this file into the process of a built task. It writes files with the process id, so that the test can
// kill the process, and with the peak memory in kilobytes.
const { writeFileSync } = require("node:fs");

const folder = process.env.PROBE_FOLDER;
if (folder) {
  writeFileSync(`${folder}/pid`, String(process.pid));
  process.on("exit", () => writeFileSync(`${folder}/peak`, String(process.resourceUsage().maxRSS)));
}
