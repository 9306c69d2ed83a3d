import { join } from "node:path";
import { requireCached } from "./compile-cache.ts";
import { writeDirectly } from "./direct-output.ts";

/**
 * The file that the agent starts. A self-hosted agent keeps the task's folder for later runs, so the first run leaves its
 * compiled code there. A Microsoft-hosted agent is discarded after the job (Agent.IsSelfHosted is 0 there).
 */
writeDirectly();
requireCached({
  file: join(__dirname, "index.js"),
  cache: join(__dirname, `index-${process.version}-${process.arch}.cache`),
  keeps: process.env.AGENT_ISSELFHOSTED === "1",
});
