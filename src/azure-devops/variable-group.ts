import type { VariableGroupParameters } from "azure-devops-node-api/interfaces/TaskAgentInterfaces.js";
import { TaskAgentApi } from "azure-devops-node-api/TaskAgentApi.js";
import { Failure } from "../core/failure.ts";
import { isObject, type JsonObject } from "../core/json.ts";
import type { Secret } from "../core/secret.ts";
import type { HandOverAccess } from "./access.ts";
import { withApi } from "./api.ts";
import { noGroup } from "./failures.ts";
import { lookAgain, type Written } from "./look-again.ts";
import { targetText, type VariableGroupTarget } from "./target.ts";
import { withCode } from "./with-code.ts";

/**
 * Sets the code as a secret variable of a group. A PUT replaces the whole group (variables that are left out are
 * deleted), so everything is sent back as it came. Raises EXA602 and EXA603, `RefusedAnswer`, `LostRequest` and
 * `LostWrite`.
 */
export function storeInGroup(target: VariableGroupTarget, code: Secret, access: HandOverAccess): Promise<Written> {
  return withApi(TaskAgentApi, access.collectionUrl, access, async (api) => {
    const read = async () => groupNamed(target, await api.getVariableGroups(target.project, target.group), access);
    const group = await read();
    const written = withCode(group.variables, code);
    await api.updateVariableGroup(parametersOf(group, written.variables), Number(group.id));
    return lookAgain(written, async () => (await read()).variables, access);
  });
}

/** A name with `*` at its end finds others too. */
function groupNamed(target: VariableGroupTarget, found: unknown, access: HandOverAccess): JsonObject {
  const isWanted = ({ name }: JsonObject) => String(name).toLowerCase() === target.group.toLowerCase();
  const group = (Array.isArray(found) ? found : []).filter(isObject).find(isWanted);
  if (group === undefined) throw noGroup(target, access);
  if (String(group.type).toLowerCase() === "azurekeyvault") throw keyVaultGroup(target);
  return group;
}

/** What a PUT takes; the rest of a group is the server's own to keep. */
function parametersOf(group: JsonObject, variables: JsonObject): VariableGroupParameters {
  const { name, description, type, providerData, variableGroupProjectReferences } = group;
  const parameters = { name, description, type, providerData, variableGroupProjectReferences, variables };
  return parameters as VariableGroupParameters;
}

function keyVaultGroup(target: VariableGroupTarget): Failure {
  return new Failure(
    "EXA603",
    `The code cannot be stored in ${targetText(target)}: it takes its values from Azure Key Vault.`,
    'Name a variable group of its own that is not linked to a vault as "variableGroup". ' +
      "The connection stays pending: run the step again, and its code is stored then.",
  );
}
