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
 * Sets the code as a secret variable of a group. A PUT replaces the whole group and deletes missing variables, so
 * everything else is sent back unchanged. Raises EXA602 and EXA603, `RefusedAnswer`, `UnansweredRequest` and `OverwrittenError`.
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

/** The group with exactly this name: the search for a name that ends in `*` also returns other groups. */
function groupNamed(target: VariableGroupTarget, found: unknown, access: HandOverAccess): JsonObject {
  const isWanted = ({ name }: JsonObject) => String(name).toLowerCase() === target.group.toLowerCase();
  const group = (Array.isArray(found) ? found : []).filter(isObject).find(isWanted);
  if (group === undefined) throw noGroup(target, access);
  if (String(group.type).toLowerCase() === "azurekeyvault") throw keyVaultGroup(target);
  return group;
}

/** The members of a group that a PUT accepts. The server keeps the others. */
function parametersOf(group: JsonObject, variables: JsonObject): VariableGroupParameters {
  const { name, description, type, providerData, variableGroupProjectReferences } = group;
  const parameters = { name, description, type, providerData, variableGroupProjectReferences, variables };
  return parameters as VariableGroupParameters;
}

function keyVaultGroup(target: VariableGroupTarget): Failure {
  return new Failure(
    "EXA603",
    `The code cannot be stored in ${targetText(target)}: it takes its values from Azure Key Vault.`,
    'Set "variableGroup" to a variable group that is not linked to a vault. ' +
      "The connection stays pending: run the step again to store its code.",
  );
}
