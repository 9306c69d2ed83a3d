import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseDocument } from "../../src/doctor/document.ts";
import { placesNamedBy, placesNamedIn } from "../../src/doctor/named-places.ts";
import { isDescription } from "../../src/doctor/read-description.ts";
import { overridesText } from "../../src/doctor/report.ts";
import { nodeApiWith } from "../../src/exalate/profile/overrides.ts";
import { described, proposed } from "../support/describing.ts";
import { failsWith } from "../support/failures.ts";
import { linksDocument } from "../support/foreign-documents.ts";

/** Unexpected values for a description, including the names of built-in members of objects. */
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom("__proto__", "constructor", "{id}", "#/paths", "/", "", "\u001b[0m", "##vso[task.x]", "\ud800"),
  fc.record({ $ref: fc.constantFrom("#/components/schemas/Link", "#", "#/paths/~1links", "x") }),
);

/** Replaces the nth value of a document. */
function replaced(document: unknown, place: number, other: unknown): unknown {
  let seen = 0;
  return JSON.parse(JSON.stringify(document, (name, value) => (name !== "" && seen++ === place ? other : value)));
}

/** Asserts that the overrides for a description fit the profile and can be printed. */
async function assertUsable(document: unknown): Promise<void> {
  if (!isDescription(document)) return;
  const { overrides, edits } = await proposed(described(document));
  if (overrides === undefined) return;
  const check = () => nodeApiWith(JSON.stringify(overrides));
  // Unfinished overrides are refused with the place of the first gap.
  if (edits.length === 0) await check();
  else await failsWith("EXA502", check);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for control characters
  assert.doesNotMatch(overridesText(overrides), /##vso\[|[\u0000-\u0009\u000b-\u001f]/);
}

describe("Arbitrary descriptions", function () {
  this.timeout(60_000);

  it("lead to a valid proposal when any part of a valid description is damaged", async () => {
    const damages = fc.array(fc.tuple(fc.nat(400), anyValue), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damages, (all) =>
        assertUsable(
          all.reduce<unknown>((document, [place, other]) => replaced(document, place, other), linksDocument),
        ),
      ),
      { numRuns: 150, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
  });

  it("lead to a valid proposal with any content of their paths", async () => {
    const paths = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("/connections", "/connections/{id}", "/relations/accept", "/{}/{a}{b}")),
      fc.dictionary(fc.constantFrom("get", "post", "delete", "parameters", "put"), anyValue),
    );
    const documents = fc.record({
      swagger: fc.constant("2.0"),
      paths,
      basePath: anyValue,
      definitions: anyValue,
      security: anyValue,
    });
    await fc.assert(fc.asyncProperty(documents, assertUsable), {
      numRuns: 150,
      interruptAfterTimeLimit: 20_000,
      markInterruptAsFailure: false,
    });
  });

  it("are read as text without an error, and name only non-empty places", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (text) => {
        const document = await parseDocument(`openapi: 3.0.0\n${text}`);
        assert.ok([...placesNamedBy(document), ...placesNamedIn(text)].every((place) => place.length > 0));
      }),
      { numRuns: 150 },
    );
  });

  const largePages: [what: string, text: string][] = [
    ["tags that do not end", "<a ".repeat(300_000)],
    ["scripts that do not end", "<script ".repeat(200_000)],
    ["names without a value", "url: ".repeat(200_000)],
    ["an address that does not end", `<a href="${"swagger".repeat(40_000)}`],
    ["white space", `url${" ".repeat(500_000)}`],
    ["one name", `url: "${"a".repeat(1_000_000)}`],
  ];
  for (const [what, text] of largePages) {
    it(`are searched in limited time when they are full of ${what}`, () => {
      const started = performance.now();
      placesNamedIn(text);
      assert.ok(performance.now() - started < 5_000);
    });
  }

  for (const text of ["[".repeat(200_000), `openapi: ${"[".repeat(50_000)}`, `{"a":`.repeat(100_000)]) {
    it(`are not recognized when they only nest, as ${text.slice(0, 12)}…`, async () => {
      assert.ok(!isDescription(await parseDocument(text)));
    });
  }

  it("are read in limited time when their schemas multiply", async () => {
    const schema = (next: string) => ({
      type: "object",
      properties: Object.fromEntries(
        Array.from({ length: 40 }, (_, n) => [`m${n}`, { $ref: `#/definitions/${next}` }]),
      ),
    });
    const definitions = { A: schema("B"), B: schema("A") };
    const call = {
      parameters: [{ in: "body", name: "body", schema: { $ref: "#/definitions/A" } }],
      responses: { 200: { schema: { $ref: "#/definitions/B" } } },
    };
    const paths = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`/connections/${n}`, { post: call, get: call }]),
    );
    // The time of this process only, because other tests run in parallel.
    const started = process.cpuUsage();
    await assertUsable({ swagger: "2.0", paths, definitions });
    const { user, system } = process.cpuUsage(started);
    assert.ok(user + system < 10_000_000, `${(user + system) / 1e6} s`);
  });
});
