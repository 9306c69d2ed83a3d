/** The name of a variable in the environment of a task (VarUtil.ConvertToEnvVariableFormat). */
export function environmentName(variable: string): string {
  return variable.replace(/[. ]/g, "_").toUpperCase();
}
