import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { AgentNetwork } from "./agent.ts";

type Trust = Pick<AgentNetwork, "caFile" | "clientCertificate" | "skipsCertificateValidation">;

/** One setting: the variable, and what the agent's own file must say for it to be the agent's word. */
type Claim = readonly [variable: string, member: string, value: string | boolean];

/**
 * Names of the variables about trust that are set although the agent's own configuration does not say the same. The
 * agent hands its settings to tasks as ordinary variables of the job, which a pipeline can set too (ExecutionContext.cs,
 * InitializeJob), but it has them from nowhere but the file `.certificates` in its folder (AgentCertificateManager.cs).
 */
export function unconfirmedTrust(trust: Trust, agentFolders: readonly string[]): string[] {
  const claims = claimsOf(trust);
  if (claims.length === 0) return [];
  const configured = certificatesIn(agentFolders);
  return claims.filter(([, member, value]) => configured.get(member) !== value).map(([variable]) => variable);
}

/** A file that cannot be read is not used, whoever names it. */
function claimsOf({ caFile, clientCertificate, skipsCertificateValidation }: Trust): Claim[] {
  const files = [
    [caFile, "cacert"],
    [clientCertificate?.certificate, "clientcert"],
    [clientCertificate?.key, "clientcertprivatekey"],
  ] as const;
  const claims = files.flatMap(([file, member]): Claim[] =>
    file?.text === undefined ? [] : [[file.setting, member, file.path]],
  );
  return skipsCertificateValidation
    ? [["Agent.SkipCertValidation", "skipservercertvalidation", true], ...claims]
    : claims;
}

/**
 * Where the agent may be: it starts tasks with the Node of its own folder `externals`, unless it was told to use
 * another, and names its folder in a variable.
 */
export function agentFoldersOf(nodePath: string, homeDirectory: string): string[] {
  const aboveExternals = dirname(dirname(dirname(dirname(nodePath))));
  return homeDirectory === "" ? [aboveExternals] : [aboveExternals, homeDirectory];
}

/** Members in small letters; none where there is no such file. */
function certificatesIn(folders: readonly string[]): Map<string, unknown> {
  for (const folder of folders) {
    try {
      const text = readFileSync(join(folder, ".certificates"), "utf8").replace(/^\uFEFF/, "");
      return new Map(Object.entries(JSON.parse(text)).map(([member, value]) => [member.toLowerCase(), value]));
    } catch {
      // The next folder may have it.
    }
  }
  return new Map();
}
