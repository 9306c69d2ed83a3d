import { statSync } from "node:fs";
import { join } from "node:path";
import { requireCached } from "./compile-cache.ts";
import { writeDirectly } from "./direct-output.ts";

/** Tells builds of the same version of Node apart, of which one cannot run what the other has compiled. */
const build = `${process.version}-${process.arch}-${statSync(process.execPath).size}`;

/**
 * The file that the agent starts. A self-hosted agent keeps the task's folder for later runs, so the first run leaves its
 * compiled code there. A Microsoft-hosted agent is discarded after the job (Agent.IsSelfHosted is 0 there). Code that was
 * compiled with other options of Node could not be used by later runs.
 */
writeDirectly();
requireCached({
  file: join(__dirname, "index.js"),
  cache: join(__dirname, `index-${build}.cache`),
  keeps: process.env.AGENT_ISSELFHOSTED === "1" && process.env.NODE_OPTIONS === undefined,
});
