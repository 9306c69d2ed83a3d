import type { FailureCode } from "./failures.ts";

/** Set by the build of a version that is published: the address in front of the paths of the repository's pages. */
declare const DOCUMENTATION_ADDRESS: string | undefined;

const address = typeof DOCUMENTATION_ADDRESS === "string" ? DOCUMENTATION_ADDRESS : undefined;

/** Where a reader finds a page of this repository, such as `docs/node-api.md`: its address, or its path before it is published. */
export function documentationPage(path: string): string {
  return address === undefined ? `${path} in the extension's repository` : `${address}${path}`;
}

/** Where a reader finds the section about a failure. */
export function troubleshootingPage(code: FailureCode): string {
  return documentationPage(`docs/troubleshooting.md#${code.toLowerCase()}`);
}
