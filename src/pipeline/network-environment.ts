import { jsonOrUndefined, listOf } from "../core/json.ts";

/**
 * The network settings in the environment: the agent's proxy and passwords, the usual proxy variables, and the variables of
 * Node that weaken TLS or print requests. They are removed from the environment before azure-pipelines-task-lib is
 * loaded. That library writes the proxy's URL and both passwords unmasked to the debug log, and the passwords to files
 * (5.281.0, internal.ts: _exposeProxySettings, _exposeCertSettings). typed-rest-client reads the other variables by its
 * own rules, and throws for a NO_PROXY that is not a regular expression.
 */
export const networkEnvironment: ReadonlyMap<string, string> = takenOut([
  "AGENT_PROXYURL",
  "SECRET_AGENT_PROXYPASSWORD",
  "SECRET_AGENT_CLIENTCERTPASSWORD",
  "https_proxy",
  "HTTPS_PROXY",
  "http_proxy",
  "HTTP_PROXY",
  "no_proxy",
  "NO_PROXY",
  "NODE_DEBUG",
  "NODE_TLS_REJECT_UNAUTHORIZED",
]);

/** The names of the job's variables as the agent lists them. */
export interface JobVariableNames {
  readonly open: readonly string[];
  readonly secret: readonly string[];
}

/** The lists are read here because the task library deletes them when it is loaded. */
export const jobVariableNames: JobVariableNames = {
  open: namesIn(process.env.VSTS_PUBLIC_VARIABLES),
  secret: namesIn(process.env.VSTS_SECRET_VARIABLES),
};

silenceNodeDebug();

function takenOut(names: readonly string[]): Map<string, string> {
  const taken = new Map<string, string>();
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) taken.set(name, value);
    delete process.env[name];
  }
  return taken;
}

function namesIn(list = ""): string[] {
  return listOf(jsonOrUndefined(list)).map(String);
}

/**
 * Node reads NODE_DEBUG before any code of a task runs. With `http` or `*` it prints the headers of each request to
 * stderr, including credentials. The tasks write nothing to stderr, so all of it is dropped.
 */
function silenceNodeDebug(): void {
  if (networkEnvironment.get("NODE_DEBUG")) process.stderr.write = () => true;
}
