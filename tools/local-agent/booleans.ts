/** Reads a boolean like the agent's knobs and `done=`: `1`, `true` and `$true` in any case are true. */
export function isTruthy(text: string | undefined): boolean {
  return text !== undefined && ["1", "true", "$true"].includes(text.toLowerCase());
}

/** Reads a boolean like .NET's Boolean.TryParse: only `true` is true, in any case and with blanks around it. */
export function isDotNetTrue(text: string | undefined): boolean {
  return text !== undefined && text.trim().toLowerCase() === "true";
}
