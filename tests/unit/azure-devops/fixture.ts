import assert from "node:assert/strict";
import type { HandOverAccess } from "../../../src/azure-devops/access.ts";
import { storeInvitationCode } from "../../../src/azure-devops/store-invitation-code.ts";
import type { HandOverTarget } from "../../../src/azure-devops/target.ts";
import { Failure } from "../../../src/core/failure.ts";
import { Redactor } from "../../../src/core/redactor.ts";
import { Secret } from "../../../src/core/secret.ts";
import {
  type AzureDevOpsServer,
  fakeJobToken,
  type RecordedRequest,
} from "../../../tools/azure-devops-server/server.ts";

/** An invitation code as a variable holds it. */
export const code = "eyJpbnZpdGF0aW9uIjoiZmFrZSBjb2RlIGZvciB0ZXN0cyJ9";

/** Access to a server, and what was written to the debug log by way of it. */
export interface TestAccess extends HandOverAccess {
  readonly lines: string[];
}

/** Access with a job's token. The keeper knows no secret, so that nothing depends on the caller having registered any. */
export function accessTo({ collectionUrl }: Pick<AzureDevOpsServer, "collectionUrl">): TestAccess {
  const lines: string[] = [];
  const redactor = new Redactor();
  return {
    collectionUrl,
    token: new Secret(fakeJobToken),
    secrets: { redact: (text) => redactor.redact(text) },
    log: { debug: (line) => lines.push(line) },
    requestMilliseconds: 5_000,
    lines,
  };
}

/** The failure of a hand-over that must fail; without any trace of code or token. */
export async function failureOf(target: HandOverTarget, access: HandOverAccess): Promise<Failure> {
  try {
    await storeInvitationCode(target, new Secret(code), access);
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    for (const secret of [code, fakeJobToken]) assert.ok(!error.message.includes(secret), "a secret is told");
    return error;
  }
  assert.fail("The hand-over went well.");
}

/** Where the code is in the requests: `METHOD path part`, once for each time that it is seen. */
export function sightings(requests: readonly RecordedRequest[], secret: string): string[] {
  return requests.flatMap(({ method, path, headers, body }) => {
    const parts = { path, headers: JSON.stringify(headers), body };
    return Object.entries(parts).flatMap(([part, text]) =>
      Array<string>(text.split(secret).length - 1).fill(`${method} ${path} ${part}`),
    );
  });
}

/** Methods and paths of requests, with the port of no matter. */
export function asked(requests: readonly RecordedRequest[]): string[] {
  return requests.map(({ host, method, path, status }) => `${host} ${method} ${path} ${status}`);
}
