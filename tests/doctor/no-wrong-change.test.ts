import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { defaultNodeApi } from "../../src/exalate/profile/node-api.ts";
import { nodeApiWith } from "../../src/exalate/profile/overrides.ts";
import { dialectNames, readDialect } from "../../tools/exalate-node/dialects.ts";
import { startExalateNode } from "../../tools/exalate-node/node.ts";
import { ApiDocument } from "../exalate-node/api-document.ts";
import { changingCalls, described, proposed } from "../support/describing.ts";
import { linksDocument } from "../support/foreign-documents.ts";
import { isInstalled, publishedDocuments } from "../support/published-documents.ts";

/** The calls that may be proposed: those of the profile, and the right ones where they are known. */
async function assertNoWrongChange(name: string, document: unknown, rightOverrides?: string): Promise<void> {
  const { api } = await proposed(described(document));
  const right = rightOverrides === undefined ? undefined : changingCalls(await nodeApiWith(rightOverrides));
  const unchanged = changingCalls(defaultNodeApi);
  for (const [operation, call] of Object.entries(changingCalls(api))) {
    const isRight = call === unchanged[operation] || call === right?.[operation];
    assert.ok(isRight, `${name}: ${operation} would be ${call}`);
  }
}

const sessions = {
  relations: ["Authorization", "Bearer "],
  nested: ["X-exalate-jwt", ""],
  "two-step": ["X-exalate-jwt", ""],
} as const;

/** Servers that speak other APIs, with their descriptions and the overrides for them. */
const servers = fileURLToPath(new URL("../dialects/servers", import.meta.url));

describe("No proposal of the doctor calls a wrong changing operation", function () {
  this.timeout(60_000);

  for (const name of dialectNames) {
    it(`on a node with the dialect ${name}`, async () => {
      const node = await startExalateNode({ dialect: readDialect(name) });
      try {
        const { content } = await ApiDocument.of(node, ...sessions[name]);
        const overrides = readFileSync(new URL(`../dialects/${name}.overrides.json`, import.meta.url), "utf8");
        await assertNoWrongChange(name, content, overrides);
      } finally {
        await node.close();
      }
    });
  }

  for (const name of existsSync(servers) ? readdirSync(servers) : []) {
    const description = `${servers}/${name}/description.json`;
    if (!existsSync(description)) continue;
    it(`on the server ${name}`, async () => {
      const overrides = readFileSync(`${servers}/${name}/by-hand.overrides.json`, "utf8");
      await assertNoWrongChange(name, JSON.parse(readFileSync(description, "utf8")), overrides);
    });
  }

  it("on an API with other words", () => assertNoWrongChange("links", linksDocument));

  (isInstalled ? it : it.skip)("on public APIs", async () => {
    for (const { file, document } of await publishedDocuments()) await assertNoWrongChange(file, document);
  });
});
