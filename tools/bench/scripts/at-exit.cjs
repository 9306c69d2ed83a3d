// Loaded with --require: when the process exits, writes its peak memory and the files of its modules to AT_EXIT_FILE.
const { readFileSync, writeFileSync } = require("node:fs");

// Linux hands the peak of the starting process on to the program that it becomes, so `maxRSS` would be that of the bench.
function peakKilobytes() {
  try {
    const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (line !== null) return Number(line[1]);
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS;
}

process.on("exit", () => {
  const seen = { peakKilobytes: peakKilobytes(), files: Object.keys(require.cache) };
  writeFileSync(process.env.AT_EXIT_FILE, JSON.stringify(seen));
});
