/** The id of the agent's own connection. */
export const emptyGuid = "00000000-0000-0000-0000-000000000000";

const spellings = /^(?:\{([\da-f-]{36})\}|\(([\da-f-]{36})\)|([\da-f-]{36})|([\da-f]{32}))$/i;
const dashed = /^([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})$/i;

/**
 * Reads a GUID in .NET's forms, with or without dashes, braces or parentheses. Returns it in lower case with dashes.
 */
export function parseGuid(text: string): string | undefined {
  const [, ...digits] = spellings.exec(text.trim()) ?? [];
  const parts = dashed.exec(digits.find((each) => each !== undefined) ?? "")?.slice(1);
  return parts?.join("-").toLowerCase();
}
