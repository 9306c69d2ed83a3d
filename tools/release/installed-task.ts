import { getBearerHandler, WebApi } from "azure-devops-node-api";
import { textOfPart } from "./vsix.ts";

/** One version of a task. */
export interface TaskVersion {
  readonly id: string;
  readonly name: string;
  readonly version: { readonly Major: number; readonly Minor: number; readonly Patch: number };
}

/** Where to look for a task. */
export interface Organization {
  /** Its address, such as `https://dev.azure.com/contoso/`. */
  readonly address: string;
  /** The access token of a job. */
  readonly token: string;
}

/** The task of a package that an organization is asked for. All tasks of a package have the same version. */
export async function taskOf(vsix: string): Promise<TaskVersion> {
  return JSON.parse(await textOfPart(vsix, "tasks/ExalateInitiate/ExalateInitiateV1/task.json"));
}

/**
 * Looks until an organization has a version of a task, with a pause between two looks.
 * @returns whether it has the version; false if not after so many looks
 * @throws Error when the organization refuses to answer
 */
export async function awaitTask(
  organization: Organization,
  task: TaskVersion,
  looks: number,
  pause: () => Promise<void>,
): Promise<boolean> {
  for (let look = 1; ; look++) {
    if (await isInstalled(organization, task)) return true;
    if (look >= looks) return false;
    await pause();
  }
}

async function isInstalled({ address, token }: Organization, { id, version }: TaskVersion): Promise<boolean> {
  const connection = new WebApi(address, getBearerHandler(token), { allowRetries: true, maxRetries: 5 });
  const api = await connection.getTaskAgentApi();
  // Answers with the newest of each major version, or null for a task that the organization does not have.
  const installed: readonly InstalledTask[] = (await api.getTaskDefinitions(id)) ?? [];
  const { Major: major, Minor: minor, Patch: patch } = version;
  return installed.some(({ version: v }) => v?.major === major && v.minor === minor && v.patch === patch);
}

interface InstalledTask {
  readonly version?: { readonly major?: number; readonly minor?: number; readonly patch?: number };
}
