import { jsonOrUndefined, objectOf } from "../core/json.ts";
import type { AgentNetwork } from "./agent.ts";
import { environmentName } from "./environment-name.ts";

type Trust = Pick<AgentNetwork, "caFile" | "clientCertificate" | "skipsCertificateValidation">;

/** One setting: the variable, and what the agent's own file must say for it to be the agent's word. */
type Claim = readonly [variable: string, member: string, value: string | boolean];

/**
 * Names of the variables of the job about trust that are set although the agent's own configuration does not say the same. The
 * agent hands its settings to tasks as ordinary variables of the job, which a pipeline can set too (ExecutionContext.cs,
 * InitializeJob), but it has them from nowhere but the file `.certificates` in its folder (AgentCertificateManager.cs),
 * whose text is asked for where something is set; undefined where there is none.
 */
export function unconfirmedTrust(
  trust: Trust,
  jobVariables: readonly string[],
  certificatesFile: () => string | undefined,
): string[] {
  // What is in the environment and no variable of the job was put there by who runs the machine.
  const ofJob = new Set(jobVariables.map(environmentName));
  const claims = claimsOf(trust).filter(([variable]) => ofJob.has(environmentName(variable)));
  if (claims.length === 0) return [];
  const configured = membersOf(certificatesFile());
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

/** In small letters; none of a text that cannot be read. */
function membersOf(text = ""): Map<string, unknown> {
  // .NET begins the file with a byte order mark.
  const settings = objectOf(jsonOrUndefined(text.replace(/^\uFEFF/, "")));
  return new Map(Object.entries(settings).map(([member, value]) => [member.toLowerCase(), value]));
}
