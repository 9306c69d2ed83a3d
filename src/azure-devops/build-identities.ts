/** The organisation that a collection's URL names: `contoso` of `https://dev.azure.com/contoso/` and of `https://contoso.visualstudio.com/`. */
export function organizationOf(collectionUrl: string): string {
  const { hostname, pathname } = new URL(collectionUrl);
  const last = pathname
    .split("/")
    .filter((part) => part !== "")
    .at(-1);
  const isOwnHost = hostname.endsWith(".visualstudio.com");
  return isOwnHost || last === undefined ? hostname.split(".", 1).join("") : decodeURIComponent(last);
}

/**
 * Whom to grant something to, as words for a sentence. Which of the two a job runs as depends on its job authorization
 * scope (Microsoft's documentation, "Access repositories, artifacts, and other resources").
 */
export function buildIdentities(project: string, collectionUrl: string): string {
  const organization = organizationOf(collectionUrl);
  return (
    `"${project} Build Service (${organization})" (or "Project Collection Build Service (${organization})", ` +
    "where the job authorization scope is not limited to the current project)"
  );
}
