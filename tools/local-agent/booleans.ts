/** Reads a truth value the way the agent's knobs and `done=` do: `1`, `true` and `$true` in any case are true. */
export function isTruthy(text: string | undefined): boolean {
  return text !== undefined && ["1", "true", "$true"].includes(text.toLowerCase());
}

/** Reads a truth value as .NET's Boolean.TryParse does: only `true`, in any case and with blanks around it. */
export function isDotNetTrue(text: string | undefined): boolean {
  return text !== undefined && text.trim().toLowerCase() === "true";
}
