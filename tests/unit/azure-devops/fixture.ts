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

/** An invitation code in the form of a variable value. */
export const code = "eyJpbnZpdGF0aW9uIjoiZmFrZSBjb2RlIGZvciB0ZXN0cyJ9";

/** Access to a server, with the debug lines written during its use. */
export interface TestAccess extends HandOverAccess {
  readonly lines: string[];
}

/** Access with a job's token. No secret is registered, so that the tests do not depend on the caller's registration. */
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

/** Runs a hand-over that must fail, and returns its failure. Asserts that its message contains no code and no token. */
export async function failureOf(target: HandOverTarget, access: HandOverAccess): Promise<Failure> {
  try {
    await storeInvitationCode(target, new Secret(code), access);
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    for (const secret of [code, fakeJobToken])
      assert.ok(!error.message.includes(secret), "the message contains a secret");
    return error;
  }
  assert.fail("The hand-over succeeded.");
}

/** The places of a secret in the requests, as `METHOD path part`, one per occurrence. */
export function sightings(requests: readonly RecordedRequest[], secret: string): string[] {
  return requests.flatMap(({ method, path, headers, body }) => {
    const parts = { path, headers: JSON.stringify(headers), body };
    return Object.entries(parts).flatMap(([part, text]) =>
      Array<string>(text.split(secret).length - 1).fill(`${method} ${path} ${part}`),
    );
  });
}

/** The requests as `host METHOD path status`, without ports. */
export function asked(requests: readonly RecordedRequest[]): string[] {
  return requests.map(({ host, method, path, status }) => `${host} ${method} ${path} ${status}`);
}
