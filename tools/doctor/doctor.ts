import { systemClock } from "../../src/core/clock.ts";
import { Failure } from "../../src/core/failure.ts";
import { Redactor } from "../../src/core/redactor.ts";
import { Secret, type SecretKeeper } from "../../src/core/secret.ts";
import { type ApiCheck, checkApi } from "../../src/doctor/check-api.ts";
import type { SignIn } from "../../src/doctor/sign-in.ts";
import { parseAddress } from "../../src/exalate/address.ts";
import { ExalateClient } from "../../src/exalate/client.ts";
import type { Credential } from "../../src/exalate/credential.ts";
import { nodeApiWith } from "../../src/exalate/profile/overrides.ts";
import { singleAttempt } from "../../src/exalate/retry.ts";
import { createTransport } from "../../src/http/transport.ts";
import type { AgentNetwork } from "../../src/pipeline/agent.ts";
import { networkFor } from "../../src/pipeline/network.ts";
import { UsageError } from "../command-line.ts";
import { textOfFile } from "../option-file.ts";
import { credentialVariables, inOptions } from "../option-words.ts";
import { addressIn, descriptionFrom } from "./given-description.ts";
import type { DoctorOptions } from "./options.ts";

/** A check, and a function that removes the secrets of this check from a text. */
export interface Checked {
  readonly check: ApiCheck;
  readonly redact: (text: string) => string;
}

/** Time limit for each response, and the largest API description that is read. */
const limits = { requestMilliseconds: 10_000, bodyBytes: 32 * 1024 * 1024 };

/**
 * Checks a node with the credential of an environment.
 * @throws UsageError when the credential is not whole, or the file of API overrides or the description cannot be read
 * @throws Failure EXA103, EXA104, EXA501 or EXA502 for wrong settings, EXA4xx when the node does not answer
 */
export async function checkNode(options: DoctorOptions, environment: NodeJS.ProcessEnv): Promise<Checked> {
  const redactor = new Redactor();
  const secrets: SecretKeeper = {
    register: (value) => {
      redactor.add(value);
      return new Secret(value);
    },
    redact: (text) => redactor.redact(text),
    holdsLongSecret: (text) => redactor.holdsLongSecret(text),
  };
  const api = await nodeApiWith(
    options.apiOverrides === undefined ? undefined : textOfFile("--api-overrides", options.apiOverrides),
  );
  const address = addressIn(options.description);
  const nodeUrl =
    options.node === undefined ? new URL("/", address ?? "file:///") : parseAddress(options.node.trim(), "--node");
  const credential = options.node === undefined ? undefined : credentialIn(environment, secrets);
  const { signal } = new AbortController();
  const connect = (url: URL) =>
    createTransport(signal, networkFor({ network: () => networkOf(environment), secrets }, url), limits);
  const transport = connect(nodeUrl);
  const ports = { transport, secrets, clock: systemClock, random: Math.random, signal, log: silent };
  try {
    const client = credential && new ExalateClient({ url: nodeUrl, credential, api, retries: singleAttempt }, ports);
    const givenToken = credential?.kind === "token" ? credential.token : undefined;
    const signIn = client && (() => client.signIn());
    const describe =
      options.description === undefined ? undefined : descriptionFrom(address ?? options.description, connect);
    const check = await checkApi(
      { nodeUrl, api, givenToken, ...(describe && { describe }) },
      { transport, clock: systemClock, signIn },
    );
    return { check: { ...check, signIn: spoken(check.signIn) }, redact: secrets.redact };
  } finally {
    transport.close();
  }
}

/** The result in the words of a command line. */
function spoken(signIn: SignIn): SignIn {
  if (signIn.outcome !== "refused") return signIn;
  const { code, happened, remedy } = signIn.failure;
  return { ...signIn, failure: new Failure(code, inOptions(happened), inOptions(remedy)) };
}

const silent = { info: () => undefined, debug: () => undefined };

/** The credential from the environment; undefined when it has none. */
function credentialIn(environment: NodeJS.ProcessEnv, secrets: SecretKeeper): Credential | undefined {
  const { [credentialVariables.token]: token, [credentialVariables.user]: username } = environment;
  const password = environment[credentialVariables.password];
  if (token?.trim()) return { kind: "token", token: secrets.register(token.trim()) };
  if (!username !== !password)
    throw new UsageError(`Set both ${credentialVariables.user} and ${credentialVariables.password}, or neither.`);
  return username && password ? { kind: "password", username, password: secrets.register(password) } : undefined;
}

/** Network settings of a user's machine: only its environment, as for an agent without its own settings. */
function networkOf(environment: NodeJS.ProcessEnv): AgentNetwork {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  const set = names.flatMap((name): [string, string][] => (environment[name] ? [[name, environment[name]]] : []));
  return {
    proxyUrl: "",
    proxyUsername: "",
    proxyPassword: undefined,
    proxyBypassList: "",
    caFile: undefined,
    clientCertificate: undefined,
    skipsCertificateValidation: false,
    environment: new Map(set),
    jobVariables: { open: [], secret: [] },
    nodeOptions: "",
    unconfirmedTrust: [],
  };
}
