/** What is known of a failure by its code. */
export interface FailureKind {
  /** The heading of the code's section in `docs/troubleshooting.md`. */
  readonly title: string;
  /** Whether the cause may disappear by itself, such as a busy node or a broken network, so that a later retry can succeed. */
  readonly isTransient?: boolean;
  /** Whether the node may have done what was asked although this failure came back. */
  readonly isOutcomeUnknown?: boolean;
}

/**
 * Every failure of a task by its stable code. The first digit is the group: 1 inputs and service connection, 2 answers of
 * the node, 3 the connection, 4 the network, 5 the node API profile, 6 storing the code in Azure DevOps, 7 the encrypted
 * invitation, 9 the run itself.
 */
export const failures = {
  EXA101: { title: "A required input is missing" },
  EXA102: { title: "A variable was not expanded" },
  EXA103: { title: "An address is not a usable URL" },
  EXA104: { title: "An address is not https" },
  EXA105: { title: "private and destinationUrl exclude each other" },
  EXA106: { title: "A name is too long" },
  EXA107: { title: "Visual mode cannot be initiated from a pipeline" },
  EXA108: { title: "The destination is not among the allowed destinations" },
  EXA109: { title: "The destination is the node itself" },
  EXA110: { title: "An input has a value that is not offered" },
  EXA111: { title: "A name contains characters that are not allowed" },
  EXA112: { title: "The service connection has no credential" },
  EXA113: { title: "The service connection's allowed destinations cannot be read" },
  EXA114: { title: "The invitation code is missing" },
  EXA115: { title: "The connection is named twice or not at all" },
  EXA201: { title: "The credentials are not correct" },
  EXA202: { title: "The session is not accepted" },
  EXA203: { title: "No Exalate node answers at this address", isOutcomeUnknown: true },
  EXA204: { title: "The node knows no such project" },
  EXA205: { title: "The node's license does not allow it" },
  EXA206: { title: "The destination does not offer this mode" },
  EXA207: { title: "The node cannot reach the destination" },
  EXA208: { title: "The node refused" },
  EXA209: { title: "A required value is missing in the node's answer", isOutcomeUnknown: true },
  EXA210: { title: "The node failed", isTransient: true, isOutcomeUnknown: true },
  EXA211: { title: "The node answered with a redirect", isOutcomeUnknown: true },
  EXA212: { title: "The list of connections kept changing", isTransient: true },
  EXA213: { title: "The node did not do what it reported", isOutcomeUnknown: true },
  EXA301: { title: "A connection of this name exists" },
  EXA302: { title: "A connection of this name leads to another destination" },
  EXA303: { title: "The invitation code cannot be shown again" },
  EXA304: { title: "A connection of this name is neither pending nor active" },
  EXA305: { title: "Another run has just taken this name" },
  EXA306: { title: "The invitation code cannot be published" },
  EXA307: { title: "The invitation code is not valid" },
  EXA308: { title: "The destination has a connection of this name" },
  EXA310: { title: "The connection is not as expected" },
  EXA311: { title: "There is no such connection" },
  EXA312: { title: "Several connections have this name", isTransient: true },
  EXA313: { title: "The id of the connection cannot be an output" },
  EXA401: { title: "The host is not known", isTransient: true },
  EXA402: { title: "The host cannot be reached", isTransient: true, isOutcomeUnknown: true },
  EXA403: { title: "The host's certificate is not trusted" },
  EXA404: { title: "The host did not answer in time", isTransient: true, isOutcomeUnknown: true },
  EXA405: { title: "The answer is too large", isOutcomeUnknown: true },
  EXA406: { title: "The proxy refused" },
  EXA407: { title: "A variable of the pipeline would decide about the network" },
  EXA501: { title: "The API overrides are not JSON" },
  EXA502: { title: "The API overrides do not fit the node API profile" },
  EXA503: { title: "The API overrides do not know the call with this value" },
  EXA601: { title: "The step does not run in a release" },
  EXA602: { title: "The variable group does not exist, or this job may not see it" },
  EXA603: { title: "The variable group takes its values from Azure Key Vault" },
  EXA604: { title: "The build identity may not change the variable group" },
  EXA605: { title: "The build identity may not change the release" },
  EXA606: { title: "Azure DevOps does not accept the job's token" },
  EXA607: { title: "The release does not exist, or this job may not see it" },
  EXA608: { title: "Others kept changing the variable group or release" },
  EXA609: { title: "Azure DevOps limits the number of requests" },
  EXA610: { title: "Azure DevOps failed" },
  EXA611: { title: "Azure DevOps cannot be reached" },
  EXA612: { title: "Azure DevOps answered with a redirect" },
  EXA613: { title: "Azure DevOps refused, or its answer cannot be used" },
  EXA701: { title: "encryptFor and passphrase exclude each other" },
  EXA702: { title: "The code would be nowhere, or also in a variable" },
  EXA703: { title: "A recipient is not a public key of age" },
  EXA704: { title: "An input contains a private key" },
  EXA705: { title: "The passphrase is too weak" },
  EXA706: { title: "The service connection requires encryption" },
  EXA707: { title: "The recipient is not among the allowed recipients" },
  EXA708: { title: "The service connection's allowed recipients cannot be read" },
  EXA709: { title: "The encrypted invitation cannot be made" },
  EXA710: { title: "The invitation is given twice or without its key" },
  EXA711: { title: "The encrypted invitation cannot be read" },
  EXA712: { title: "The file is not an encrypted invitation, or is damaged" },
  EXA713: { title: "The key does not open the encrypted invitation" },
  EXA714: { title: "The decryption key cannot be used" },
  EXA715: { title: "The agent's Node cannot encrypt" },
  EXA900: { title: "The step was stopped" },
  EXA901: { title: "An unexpected error in this extension" },
} as const satisfies Readonly<Record<string, FailureKind>>;

/** The stable code of a failure, such as `EXA204`. */
export type FailureCode = keyof typeof failures;

/** What is known of a failure by its code. */
export function failureKind(code: FailureCode): FailureKind {
  return failures[code];
}
