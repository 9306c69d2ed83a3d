/**
 * Matches a variable name, in any case, against a pattern of `settableVariables.allowed`: `*`, `?`, `[set]` and `{a,b}`
 * as in minimatch. As in minimatch, a leading wildcard does not match a leading dot, `*` does not match a slash, a
 * leading `!` negates the pattern, and a pattern that begins with `#` is a comment.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  if (pattern.startsWith("#")) return false;
  if (pattern.startsWith("!")) return !matchesGlob(pattern.slice(1), name);
  return expandBraces(pattern).some((alternative) => toRegExp(alternative).test(name));
}

function expandBraces(pattern: string): string[] {
  const [whole, before, choices, after] = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern) ?? [];
  if (whole === undefined || choices === undefined) return [pattern];
  return choices.split(",").flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}

function toRegExp(pattern: string): RegExp {
  const body = pattern.replace(/\*+|\?|\[!?[^\]]+\]|./gs, translate);
  const notHidden = /^[*?]/.test(pattern) ? "(?!\\.)" : "";
  return new RegExp(`^${notHidden}${body}$`, "i");
}

function translate(token: string): string {
  if (token.startsWith("*")) return "[^/]*";
  if (token === "?") return "[^/]";
  if (token.length > 1) return token.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
  return token.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
