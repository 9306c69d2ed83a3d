/**
 * What the environment says of the network: the agent's proxy and passwords, and the variables that name a proxy by
 * convention. They are taken out of it before azure-pipelines-task-lib is loaded, since that writes the proxy's URL and
 * both passwords to the debug log, as they are, and the passwords to files (5.281.0, internal.ts: _exposeProxySettings,
 * _exposeCertSettings); and since typed-rest-client reads the others by rules of its own, and throws at a NO_PROXY that
 * is no regular expression.
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
]);

function takenOut(names: readonly string[]): Map<string, string> {
  const taken = new Map<string, string>();
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) taken.set(name, value);
    delete process.env[name];
  }
  return taken;
}
