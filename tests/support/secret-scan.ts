import assert from "node:assert/strict";

/** The secrets of a run by their names. */
export type SecretsByName = Readonly<Record<string, string>>;

/** Every form in which a secret must not appear. Written independently of the code that masks them. */
export function formsOf(secret: string): Map<string, string> {
  const pieces = [secret, secret.trim(), secret.replace(/\s+/g, ""), ...secret.split(/\r?\n/)].filter(
    (piece) => piece.length > 3,
  );
  const kinds: [form: string, kind: string][] = [];
  for (const piece of new Set(pieces)) {
    const base64 = Buffer.from(piece).toString("base64");
    kinds.push([piece, "raw"]);
    kinds.push([base64, "base64"]);
    kinds.push([base64.replaceAll("=", ""), "unpadded base64"]);
    kinds.push([base64.replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_"), "base64url"]);
    kinds.push([encodeURIComponent(piece), "URL-escaped"]);
    kinds.push([piece.replaceAll("%", "%AZP25"), "escaped for a logging command"]);
    kinds.push([JSON.stringify(piece).slice(1, -1), "JSON-escaped"]);
  }
  return new Map(kinds.reverse());
}

const window = 16;

/** A text of ordinary commands that can also be part of a test secret. */
const everyCommand = "##vso[task.setvariablevariable=";

/** Whether a long part of a secret is visible, for example after a cut or a line break. */
function showsPart(text: string, secret: string): boolean {
  const bare = text.replace(/\s+/g, "");
  const whole = secret.replace(/\s+/g, "");
  for (let start = 0; start + window <= whole.length; start += 1) {
    const part = whole.slice(start, start + window);
    if (bare.includes(part) && !everyCommand.includes(part)) return true;
  }
  return false;
}

/** The secrets visible in a text, as `name (form)`. */
export function secretsIn(text: string, secrets: SecretsByName): string[] {
  const parts = Object.entries(secrets).filter(([, secret]) => showsPart(text, secret));
  return [...wholeSecretsIn(text, secrets), ...parts.map(([name]) => `${name} (part)`)];
}

function wholeSecretsIn(text: string, secrets: SecretsByName): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    [...formsOf(secret)].filter(([form]) => text.includes(form)).map(([, kind]) => `${name} (${kind})`),
  );
}

const carriesSecrets = /^##vso\[task\.(setsecret|setvariable [^\]]*issecret=true;[^\]]*)\]/;

/** Asserts that raw output contains secrets only in the commands that set secrets. */
export function assertRawOutputClean(lines: readonly string[], secrets: SecretsByName): void {
  for (const line of lines.filter((text) => !carriesSecrets.test(text))) {
    assert.deepEqual(secretsIn(line, secrets), [], `raw line: ${line}`);
  }
}

/** Asserts that a text contains no secret. `what` names the text in the message. */
export function assertClean(what: string, text: string, secrets: SecretsByName): void {
  assert.deepEqual(secretsIn(text, secrets), [], `${what}: ${text}`);
}
