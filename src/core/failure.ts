/**
 * Every way a task can fail, by its stable code. The title heads the code's section of `docs/troubleshooting.md`;
 * hundreds group them: 1 inputs and service connection, 2 the node's answers, 3 the connection, 4 the network,
 * 5 the node API profile, 6 the hand-over beyond the job, 9 the run itself.
 */
export const failureTitles = {
  EXA101: "A required input is missing",
  EXA102: "A variable was not expanded",
  EXA103: "An address is not a usable URL",
  EXA104: "An address is not https",
  EXA105: "private and destinationUrl exclude each other",
  EXA106: "A name is too long",
  EXA107: "Visual mode cannot be initiated from a pipeline",
  EXA108: "The destination is not among the allowed destinations",
  EXA109: "The destination is the node itself",
  EXA110: "An input has a value that is not offered",
  EXA111: "A name has characters that no name can have",
  EXA112: "The service connection lacks its credential",
  EXA113: "The service connection's allowed destinations cannot be read",
  EXA114: "The invitation code is missing",
  EXA115: "The connection is named twice or not at all",
  EXA201: "The credentials are not correct",
  EXA202: "The session is not accepted",
  EXA203: "No Exalate node answers at this address",
  EXA204: "The node knows no such project",
  EXA205: "The node's licence does not allow it",
  EXA206: "The destination does not offer this mode",
  EXA207: "The node cannot reach the destination",
  EXA208: "The node refused",
  EXA209: "The node's answer lacks what is needed",
  EXA210: "The node failed",
  EXA211: "The node answered with a redirect",
  EXA212: "The list of connections kept changing",
  EXA301: "A connection of this name exists",
  EXA302: "A connection of this name leads to another destination",
  EXA303: "The invitation code cannot be shown again",
  EXA304: "A connection of this name is neither pending nor active",
  EXA305: "Another run has just taken this name",
  EXA306: "The invitation code cannot be published",
  EXA307: "The invitation code is not valid",
  EXA308: "The destination has a connection of this name",
  EXA310: "The connection is not as expected",
  EXA311: "There is no such connection",
  EXA312: "Several connections have this name",
  EXA313: "The id of the connection cannot be an output",
  EXA401: "The host is not known",
  EXA402: "The host cannot be reached",
  EXA403: "The host's certificate is not trusted",
  EXA404: "The host did not answer in time",
  EXA405: "The answer is too large",
  EXA406: "The proxy refused",
  EXA407: "A variable of the pipeline would decide about the network",
  EXA501: "The API overrides are not JSON",
  EXA502: "The API overrides do not fit the node API profile",
  EXA601: "The step does not run in a release",
  EXA602: "The variable group is not there for this job",
  EXA603: "The variable group takes its values from Azure Key Vault",
  EXA604: "The build identity may not change the variable group",
  EXA605: "The build identity may not change the release",
  EXA606: "Azure DevOps does not accept the job's token",
  EXA607: "The release is not there for this job",
  EXA608: "Others kept changing the variable group or release",
  EXA609: "Azure DevOps limits the number of requests",
  EXA610: "Azure DevOps failed",
  EXA611: "Azure DevOps cannot be reached",
  EXA612: "Azure DevOps answered with a redirect",
  EXA613: "Azure DevOps refused, or its answer cannot be used",
  EXA900: "The step was stopped",
  EXA901: "An unexpected fault of this extension",
} as const;

/** The stable code of a failure, such as `EXA204`. */
export type FailureCode = keyof typeof failureTitles;

/**
 * A failure that a person can act on. Its message reads `CODE: what happened and where. What to do.`
 * Text from a server belongs in it only after `SecretKeeper.redact` and `harmless`.
 */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;
  /** What happened and where, in whole sentences. */
  readonly happened: string;
  /** What to do about it, in whole sentences. */
  readonly remedy: string;

  constructor(code: FailureCode, happened: string, remedy: string) {
    super(`${code}: ${happened} ${remedy}`);
    this.code = code;
    this.happened = happened;
    this.remedy = remedy;
  }
}

/** For `catch`: a failure as a value; raises any other error again. */
export function failureOrThrow(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** Raises a failure where an expression is needed. */
export function throwing(failure: Failure): never {
  throw failure;
}
