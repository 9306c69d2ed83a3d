import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { defaultNodeApi } from "../../../src/exalate/profile/node-api.ts";
import { changingCalls, described, proposed } from "../../support/describing.ts";
import { isInstalled, publishedDocuments } from "../../support/published-documents.ts";

describe("API descriptions of other products", function () {
  this.timeout(60_000);
  const test = isInstalled ? it : it.skip;
  test(`are read and compared without a wrong guess${isInstalled ? "" : " (not installed)"}`, async () => {
    const documents = await publishedDocuments();
    assert.ok(documents.length >= 80, `${documents.length} descriptions`);
    for (const { file, document } of documents) {
      const description = described(document);
      for (const call of description.calls) assert.ok(call.body && call.answer && call.query && call.headers);
      const { api, findings } = await proposed(description);
      assert.deepEqual(changingCalls(api), changingCalls(defaultNodeApi), file);
      const taken = findings.filter(({ call }) => call !== undefined).map(({ name }) => name);
      assert.deepEqual(taken, [], file);
    }
  });
});
