/**
 * What the environment says of the network: the agent's proxy and passwords, the variables that name a proxy by
 * convention, and those of Node that would weaken TLS or print requests. They are taken out of it before
 * azure-pipelines-task-lib is loaded, since that writes the proxy's URL and both passwords to the debug log, as they
 * are, and the passwords to files (5.281.0, internal.ts: _exposeProxySettings, _exposeCertSettings); and since
 * typed-rest-client reads the others by rules of its own, and throws at a NO_PROXY that is no regular expression.
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

/** Names of the job's variables, as the agent lists them. */
export interface JobVariableNames {
  readonly open: readonly string[];
  readonly secret: readonly string[];
}

/** The lists are read here, since the task library deletes them when it is loaded. */
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

function namesIn(list = "[]"): string[] {
  try {
    const names: unknown = JSON.parse(list);
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
}

/**
 * Node has read NODE_DEBUG before any code of a task runs, and with `http` or `*` it prints the headers of each request
 * to stderr, credentials included. Nothing here writes to stderr, so all of it is dropped.
 */
function silenceNodeDebug(): void {
  if (networkEnvironment.get("NODE_DEBUG")) process.stderr.write = () => true;
}
