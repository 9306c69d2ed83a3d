import type { Release } from "azure-devops-node-api/interfaces/ReleaseInterfaces.js";
import { LocationsApi } from "azure-devops-node-api/LocationsApi.js";
import { ReleaseApi } from "azure-devops-node-api/ReleaseApi.js";
import { isObject, type JsonObject } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";
import type { HandOverAccess } from "./access.ts";
import { withApi } from "./api.ts";
import { unusableAnswer } from "./failures.ts";
import { lookAgain, type Written } from "./look-again.ts";
import type { ReleaseTarget } from "./target.ts";
import { withCode } from "./with-code.ts";

/** Known to every client of Azure DevOps. */
const releaseArea = "efc2f575-36ef-48e9-b672-0c6fb4a48ac5";

/**
 * Sets the code as a secret variable of a release. A PUT replaces the whole release, so everything is sent back as it
 * came. Raises EXA613, `RefusedAnswer`, `LostRequest` and `LostWrite`.
 */
export async function storeInRelease(
  { releaseId, project }: ReleaseTarget,
  code: Secret,
  access: HandOverAccess,
): Promise<Written> {
  const url = await releaseUrl(access);
  return withApi(ReleaseApi, url, access, async (api) => {
    const read = async () => objectAt(url, await api.getRelease(project, releaseId));
    const release = await read();
    const written = withCode(release.variables, code);
    await api.updateRelease({ ...release, variables: written.variables } as Release, project, releaseId);
    return lookAgain(written, async () => (await read()).variables, access);
  });
}

function objectAt(url: string, release: unknown): JsonObject {
  if (isObject(release)) return release;
  throw unusableAnswer(new URL(url).host, "no release");
}

/** In the cloud releases are on a host of their own; a server on premises lists no areas and has all at one place. */
async function releaseUrl(access: HandOverAccess): Promise<string> {
  const areas: unknown = await withApi(LocationsApi, access.collectionUrl, access, (api) => api.getResourceAreas());
  const isRelease = ({ id }: JsonObject) => String(id).toLowerCase() === releaseArea;
  const area = (Array.isArray(areas) ? areas : []).filter(isObject).find(isRelease);
  return area === undefined ? access.collectionUrl : usableUrl(String(area.locationUrl), access);
}

/** The token goes to that host, so it must be as well protected as the collection itself. */
function usableUrl(url: string, { collectionUrl }: HandOverAccess): string {
  const { protocol, host } = new URL(collectionUrl);
  if (url.startsWith("https://") || (protocol === "http:" && url.startsWith("http://"))) return url;
  throw unusableAnswer(host, "an address for releases that is not https");
}
