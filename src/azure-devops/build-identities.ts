/**
 * The organization in a collection's URL: `contoso` for `https://dev.azure.com/contoso/` and for
 * `https://contoso.visualstudio.com/`.
 */
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
 * The build identities that can need a permission, as part of a sentence. The job authorization scope decides which one
 * a job uses (Microsoft's documentation, "Access repositories, artifacts, and other resources").
 */
export function buildIdentities(project: string, collectionUrl: string): string {
  const organization = organizationOf(collectionUrl);
  return (
    `"${project} Build Service (${organization})" (or "Project Collection Build Service (${organization})", ` +
    "if the job authorization scope is not limited to the current project)"
  );
}
