import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { hostilePieces } from "../support/growth.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** A regular expression in a formatted source, after a character or word that cannot precede a division. */
const literal =
  /(?<=[=(,:?&|![{;>]\s?|\breturn |^\s+)\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuy]*)/gm;

function expressionsIn(source: string): RegExp[] {
  return [...source.matchAll(literal)].flatMap(([, pattern = "", flags = ""]) => {
    try {
      return [new RegExp(pattern, flags)];
    } catch {
      return [];
    }
  });
}

function expressionsBelow(folder: string): Map<string, RegExp> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".ts")).map((name) => join(root, folder, name));
  return new Map(
    files.flatMap((file) => expressionsIn(readFileSync(file, "utf8"))).map((each) => [String(each), each]),
  );
}

/** The texts before the repeated part that can make an expression slow. */
const heads = ["", "##", "$(", "/", "a", "0", "[", "{", '"', "<", "&", "//", "a."] as const;

/** The length of the texts. A linear expression needs a fraction of a millisecond for it. */
const length = 30_000;

/** The limit in milliseconds. It is far above linear time and below quadratic time. */
const limitMilliseconds = 60;

function slowestOf(expression: RegExp): string | undefined {
  for (const head of heads) {
    for (const piece of hostilePieces) {
      const text = `${head}${piece.repeat(Math.ceil(length / piece.length))}\u0001`;
      const took = () => {
        const started = performance.now();
        text.replace(expression, "");
        return performance.now() - started;
      };
      // Other load on the machine can be slow once, but not three times at the same place.
      if (took() > limitMilliseconds && took() > limitMilliseconds && took() > limitMilliseconds)
        return JSON.stringify(`${head}${piece}${piece}…`);
    }
  }
  return undefined;
}

describe("No regular expression of the extension backtracks over a long text", function () {
  this.timeout(120_000);

  it("in all of src", () => {
    const all = expressionsBelow("src");
    assert.ok(all.size > 100, `${all.size}`);
    const slow = [...all].flatMap(([text, expression]) => {
      const piece = slowestOf(expression);
      return piece === undefined ? [] : [`${text} on ${piece}`];
    });
    assert.deepEqual(slow, []);
  });

  const known: readonly RegExp[] = [
    /##(?=\s*(vso)?\s*\[)/gi,
    /\/+$/,
    /\.+$/,
    /=+$/,
    /(.)\/+$/,
    /\$\([^)]+\)/,
    /([A-Z]+)([A-Z][a-z])/g,
    /\s+$/,
  ];
  for (const expression of known) {
    it(`which the test would report for ${expression}`, () => {
      const [found] = expressionsIn(`const expression = ${expression};`);
      assert.equal(String(found), String(expression));
      assert.notEqual(slowestOf(expression), undefined);
    });
  }
});
