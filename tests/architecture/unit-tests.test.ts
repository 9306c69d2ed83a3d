import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The source of a unit test file: `a/b.test.ts` and `a/b.some-aspect.test.ts` test `src/a/b.ts`. */
function sourceOf(test: string): string {
  return join("src", test.replace(/(\.[\w-]+)?\.test\.ts$/, ".ts"));
}

describe("The unit tests", () => {
  const tests = readdirSync(join(root, "tests/unit"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".test.ts"),
  );

  it("are each named after the source that they test", () => {
    assert.ok(tests.length > 30);
    assert.deepEqual(
      tests.filter((test) => !existsSync(join(root, sourceOf(test)))),
      [],
    );
  });

  it("are distinguished from tests without a source", () => {
    assert.equal(sourceOf("core/text.test.ts"), "src/core/text.ts");
    assert.equal(sourceOf("core/text.long-lines.test.ts"), "src/core/text.ts");
    assert.ok(!existsSync(join(root, sourceOf("core/no-such-source.test.ts"))));
  });
});
