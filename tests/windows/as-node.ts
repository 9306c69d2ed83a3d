// The local agent starts this program instead of its Node, with a script. The program runs the script on the Windows build
// of Node, with its environment converted to that of a Windows agent.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { toLinuxPaths, toWindowsPath, toWindowsValue } from "./paths.ts";
import { runWindowsNode, type WineSettings } from "./wine.ts";

const [, self = "", script = ""] = process.argv;
const settings: WineSettings = JSON.parse(readFileSync(join(dirname(self), "settings.json"), "utf8"));

/** Variables of this machine. wine sets those of Windows. */
const leftOut = ["PATH", "HOME", "TMPDIR"];
const given = Object.entries(process.env).filter(([name]) => !leftOut.includes(name));
const onWindows = Object.fromEntries(given.map(([name, value]) => [name, toWindowsValue(value ?? "")]));
const environment = join(settings.folder, "environment.json");
writeFileSync(environment, JSON.stringify({ ...onWindows, AGENT_OS: "Windows_NT" }));

/** The agent's settings file also needs Windows paths. */
const certificates = join(process.env.AGENT_HOMEDIRECTORY ?? "", ".certificates");
if (existsSync(certificates)) {
  const named = JSON.parse(readFileSync(certificates, "utf8").replace(/^\uFEFF/, ""), (_, value: unknown) =>
    typeof value === "string" ? toWindowsValue(value) : value,
  );
  writeFileSync(certificates, `\uFEFF${JSON.stringify(named)}`);
}

const starter = fileURLToPath(new URL("./starter.cjs", import.meta.url));
const { stdout, stderr, status } = runWindowsNode(settings, [starter, environment, script].map(toWindowsPath));
// The local agent opens the files that logging commands name.
process.stdout.write(toLinuxPaths(stdout));
process.stderr.write(stderr);
if (status === null) process.stderr.write("wine did not end by itself.\n");
process.exitCode = status ?? 1;
