import assert from "node:assert/strict";
import type { RequestOptions } from "node:https";
import { describe, it } from "mocha";
import { Connections } from "../../../src/http/connections.ts";

describe("Each request over TLS", () => {
  for (const [title, settings, isChecked] of [
    ["checks the certificate", {}, true],
    ["skips the check when the agent's settings say so", { skipsValidation: true }, false],
  ] as const) {
    it(title, () => {
      const options: RequestOptions = {};
      new Connections(settings).prepareRequest(options);
      assert.equal(options.rejectUnauthorized, isChecked);
    });
  }
});
