import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { meets } from "./success-criteria.ts";
import { fillIn } from "./template.ts";

const answer = { items: [{ name: "one", price: 40 }, { name: "O'Brien", price: "40" }, { name: "three" }] };

describe("The success criteria of a gate", () => {
  for (const [criteria, expected] of [
    ["eq(jsonpath('$.items[?(@.name==''one'')].price')[0], '40')", true],
    ["eq(jsonpath('$.items[?(@.name==''O\\''Brien'')].price')[0], '40')", true],
    ["eq(jsonpath('$.items[?(@.price==''40'')].name')[0], 'o''brien')", true],
    ["eq(jsonpath('$.items[?(@.name>=''O'' && @.name<=''P'')].price')[0], '40')", true],
    ["eq(jsonpath('$.items[?(@.price>=''40'' && @.price<=''40'')].name')[0], 'one')", true],
    ["eq(jsonpath('$.items[?(@.name==''two'')].price')[0], '40')", false],
    ["eq(jsonpath('$.items[?(@.name==''three'')].price')[0], '40')", false],
    ["eq(jsonpath('$.others[?(@.name==''one'')].price')[0], '40')", false],
    ["eq(jsonpath('$.items[?(@.name==''two'')].price')[0], '')", true],
    ["eq(count(jsonpath('$.items[?(@.name==''one'')]')), 1)", true],
    ["eq(count(jsonpath('$.items[?(@.name>=''O'')].price')), 2)", true],
    ["eq(count(jsonpath('$.items[?(@.name==''two'')]')), 0)", true],
    ["eq(count(jsonpath('$.others[?(@.name==''one'')]')), 0)", true],
    ["eq(jsonpath('$.items[?(@.name==''one'')]')[0], 'one')", false],
    ["and(in('A', 'b', 'a'), or(eq('a', 'b'), eq('a', 'a')))", true],
    ["and(eq('a', 'b'), eq(jsonpath('nonsense'), ''))", false],
  ] as const) {
    it(`evaluate ${criteria} to ${expected}`, () => assert.equal(meets(criteria, answer), expected));
  }

  for (const criteria of [
    "eq('it's', 'it''s')",
    "eq(jsonpath('$.items[?(@.name==''it's'')].price')[0], '40')",
    "eq(jsonpath('$.items[?(@.name==''it''s'')].price')[0], '40')",
    "eq(jsonpath('$.items[?(@.price>=''many'')].name')[0], 'one')",
    "eq(jsonpath('$.items[?(@.name==''one'' && )].price')[0], '40')",
    "eq(jsonpath('$.items[?(@.name==''one'' || @.name==''two'')].price')[0], '40')",
    "eq(jsonpath('$.items')[0], '40')",
    "length('a')",
    "count('a')",
    "eq(root['items'], '')",
    "",
  ]) {
    it(`cannot be ${criteria || "empty"}`, () => assert.throws(() => meets(criteria, answer)));
  }
});

describe("A template", () => {
  it("accepts names in any case and keeps unknown names", () => {
    const filled = fillIn("$(endpoint.url)a/$(NAME)/$(other)/$name", { "endpoint.url": "https://b/", name: "c$&d" });
    assert.equal(filled, "https://b/a/c$&d/$(other)/$name");
  });
});
