// Loaded into the process of a built task by NODE_OPTIONS. It tells the test by files which process the task is, so that
// the test can kill it, and how much memory it took at its peak, in kilobytes.
const { writeFileSync } = require("node:fs");

const folder = process.env.PROBE_FOLDER;
if (folder) {
  writeFileSync(`${folder}/pid`, String(process.pid));
  process.on("exit", () => writeFileSync(`${folder}/peak`, String(process.resourceUsage().maxRSS)));
}
