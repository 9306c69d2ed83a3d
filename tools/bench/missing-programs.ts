import { spawnSync } from "node:child_process";
import { hasOpenssl } from "../certificate-authority.ts";

/** What cannot be measured on this machine. */
export interface Missing {
  /** Whether certificates can be made, without which nothing can be measured over TLS. */
  readonly canUseTls: boolean;
  /** Whether the scripts with curl and jq can run. */
  readonly canUseCurl: boolean;
  /** Sentences that say what is skipped, and why. */
  readonly skipped: readonly string[];
}

/** Looks for the programs that do not come with this repository. */
export function missingPrograms(): Missing {
  const forScripts = ["bash", "curl", "jq"].filter((program) => spawnSync(program, ["--version"]).status !== 0);
  const canUseCurl = forScripts.length === 0;
  return {
    canUseTls: hasOpenssl,
    canUseCurl,
    skipped: [
      ...(hasOpenssl ? [] : ["openssl is not installed: nothing that calls a node was measured."]),
      ...(canUseCurl ? [] : [`${forScripts.join(" and ")} not found: the scripts with curl and jq were not measured.`]),
    ],
  };
}
