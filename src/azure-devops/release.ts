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

/** The id of the resource area "Release", which is the same for every organization. */
const releaseArea = "efc2f575-36ef-48e9-b672-0c6fb4a48ac5";

/**
 * Sets the code as a secret variable of a release. A PUT replaces the whole release, so everything else is sent back
 * unchanged. Raises EXA613, `RefusedAnswer`, `UnansweredRequest` and `OverwrittenError`.
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

/** Azure DevOps Services has a separate host for releases. Azure DevOps Server lists no areas and uses one host. */
async function releaseUrl(access: HandOverAccess): Promise<string> {
  const areas: unknown = await withApi(LocationsApi, access.collectionUrl, access, (api) => api.getResourceAreas());
  const isRelease = ({ id }: JsonObject) => String(id).toLowerCase() === releaseArea;
  const area = (Array.isArray(areas) ? areas : []).filter(isObject).find(isRelease);
  return area === undefined ? access.collectionUrl : usableUrl(String(area.locationUrl), access);
}

/** The token is sent to this URL, so it must be as secure as the collection's own. Raises EXA613 otherwise. */
function usableUrl(url: string, { collectionUrl }: HandOverAccess): string {
  const { protocol, host } = new URL(collectionUrl);
  if (url.startsWith("https://") || (protocol === "http:" && url.startsWith("http://"))) return url;
  throw unusableAnswer(host, "a URL for releases that is not https");
}
