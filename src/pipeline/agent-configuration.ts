import { jsonOrUndefined, objectOf } from "../core/json.ts";
import type { AgentNetwork } from "./agent.ts";

type Trust = Pick<AgentNetwork, "caFile" | "clientCertificate" | "skipsCertificateValidation">;

/** One setting: the variable, and the member and value in the agent's file that confirm it. */
type Claim = readonly [variable: string, member: string, value: string | boolean];

/**
 * The names of trust settings in the job's variables that do not match the agent's own configuration. The agent passes its
 * settings to tasks as ordinary variables of the job, which a pipeline can set too (ExecutionContext.cs, InitializeJob).
 * The agent itself reads them only from the file `.certificates` in its folder (AgentCertificateManager.cs).
 * `certificatesFile` returns the text of that file, undefined when there is none; it is called only when something is set.
 */
export function unconfirmedTrust(
  trust: Trust,
  jobVariables: readonly string[],
  certificatesFile: () => string | undefined,
): string[] {
  // A setting in the environment that is not a variable of the job was made by the person who runs the machine.
  const ofJob = new Set(jobVariables.map(environmentName));
  const claims = claimsOf(trust).filter(([variable]) => ofJob.has(environmentName(variable)));
  if (claims.length === 0) return [];
  const configured = membersOf(certificatesFile());
  return claims.filter(([, member, value]) => configured.get(member) !== value).map(([variable]) => variable);
}

/** A file that cannot be read is not used, so it needs no confirmation. */
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

/** The members of the file by their names in lower case; empty for a text that cannot be read. */
function membersOf(text = ""): Map<string, unknown> {
  // .NET writes a byte order mark at the beginning of the file.
  const settings = objectOf(jsonOrUndefined(text.replace(/^\uFEFF/, "")));
  return new Map(Object.entries(settings).map(([member, value]) => [member.toLowerCase(), value]));
}

/** The name of a variable in the environment of a task (VarUtil.ConvertToEnvVariableFormat). */
export function environmentName(variable: string): string {
  return variable.replace(/[. ]/g, "_").toUpperCase();
}
