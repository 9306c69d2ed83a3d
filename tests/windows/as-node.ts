// The local agent starts this in the place of its Node, with a script: runs the script on Node's Windows build, in the
// environment it was given, turned into that of a Windows agent.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { toLinuxPaths, toWindowsPath, toWindowsValue } from "./paths.ts";
import { runWindowsNode, type WineSettings } from "./wine.ts";

const [, self = "", script = ""] = process.argv;
const settings: WineSettings = JSON.parse(readFileSync(join(dirname(self), "settings.json"), "utf8"));

/** These are about this machine; wine brings those of Windows. */
const leftOut = ["PATH", "HOME", "TMPDIR"];
const given = Object.entries(process.env).filter(([name]) => !leftOut.includes(name));
const onWindows = Object.fromEntries(given.map(([name, value]) => [name, toWindowsValue(value ?? "")]));
const environment = join(settings.folder, "environment.json");
writeFileSync(environment, JSON.stringify({ ...onWindows, AGENT_OS: "Windows_NT" }));

/** The agent's own file names its files as Windows does, too. */
const certificates = join(process.env.AGENT_HOMEDIRECTORY ?? "", ".certificates");
if (existsSync(certificates)) {
  const named = JSON.parse(readFileSync(certificates, "utf8").replace(/^\uFEFF/, ""), (_, value: unknown) =>
    typeof value === "string" ? toWindowsValue(value) : value,
  );
  writeFileSync(certificates, `\uFEFF${JSON.stringify(named)}`);
}

const starter = fileURLToPath(new URL("./starter.cjs", import.meta.url));
const { stdout, stderr, status } = runWindowsNode(settings, [starter, environment, script].map(toWindowsPath));
// The local agent opens the files that commands name.
process.stdout.write(toLinuxPaths(stdout));
process.stderr.write(stderr);
process.exitCode = status ?? 1;
