/** The name under which the agent puts a variable into a task's environment (VarUtil.ConvertToEnvVariableFormat). */
export function environmentName(variable: string): string {
  return variable.replace(/[. ]/g, "_").toUpperCase();
}
