import assert from "node:assert/strict";
import { syncBuiltinESMExports } from "node:module";
import tls, { type SecureContextOptions } from "node:tls";
import { afterEach, describe, it } from "mocha";
import { trustOf } from "../../../src/http/trust.ts";

const authorities = "the authorities of a test";

describe("The authorities of an agent", () => {
  const { createSecureContext } = tls;
  afterEach(() => {
    tls.createSecureContext = createSecureContext;
    syncBuiltinESMExports();
  });

  /** Replaces Node's contexts by this one. Returns the options with which they are created. */
  function withContext(context: object): SecureContextOptions[] {
    const created: SecureContextOptions[] = [];
    tls.createSecureContext = (options = {}) => {
      created.push(options);
      return { context };
    };
    syncBuiltinESMExports();
    return created;
  }

  it("are added to those that Node trusts, without a list of all of them", () => {
    const added: string[] = [];
    const created = withContext({ addCACert: (pem: string) => added.push(pem) });
    trustOf({ authorities });
    assert.equal(added.at(-1), authorities);
    assert.deepEqual(created, [{}]);
  });

  it("are passed in a list with all of them where Node cannot add one", () => {
    const created = withContext({});
    trustOf({ authorities });
    const list = [created.at(-1)?.ca ?? []].flat();
    assert.equal(list.at(-1), authorities);
    assert.ok(list.length > 100, `${list.length} authorities`);
  });
});
