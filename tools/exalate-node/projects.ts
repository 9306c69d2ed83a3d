import { createHash } from "node:crypto";
import { type Answer, json, Refusal } from "./answer.ts";
import type { Call, NodeSelf } from "./route.ts";

/** Lists the projects whose name contains the given text, in any case; all projects for an empty text. */
export function searchProjects({ node, query }: Call): Answer {
  const wanted = (query.project ?? "").toLowerCase();
  const found = node.settings.projects.filter((name) => name.toLowerCase().includes(wanted));
  return json(200, { results: found.map((name) => ({ key: projectKey(name), name })) });
}

/**
 * Checks that the tracker has a project with that name or key.
 * @throws Refusal 400 when it does not
 */
export function checkProject({ settings }: NodeSelf, project: string): void {
  const isKnown = settings.projects.some((name) => name === project || projectKey(name) === project);
  if (!isKnown) throw new Refusal(400, `Project "${project}" does not exist`);
}

/** The key of a project: a GUID, as in Azure DevOps, that depends only on the name. */
function projectKey(name: string): string {
  const digest = createHash("sha256").update(name).digest("hex");
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
