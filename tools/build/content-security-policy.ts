import { createHash } from "node:crypto";

/**
 * The Content-Security-Policy of a page with everything in one file: only this script and this style may run.
 * `connects` is whom the page may ask over the network: its own server or nobody.
 */
export function contentSecurityPolicy(script: string, style: string, connects: "'self'" | "'none'"): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    `connect-src ${connects}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

function hashOf(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}
