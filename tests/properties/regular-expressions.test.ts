import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { hostilePieces } from "../support/growth.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** A regular expression as the formatter leaves it in a source, after a sign or word that a division cannot follow. */
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

/** What stands before the run of pieces that keeps an expression busy. */
const heads = ["", "##", "$(", "/", "a", "0", "[", "{", '"', "<", "&", "//", "a."] as const;

/** On so many characters an expression that looks at each of them once is done in a fraction of a millisecond. */
const length = 30_000;

/** Far more than that, in milliseconds; whoever looks at each character again for each other one takes longer still. */
const most = 60;

function slowestOf(expression: RegExp): string | undefined {
  for (const head of heads) {
    for (const piece of hostilePieces) {
      const text = `${head}${piece.repeat(Math.ceil(length / piece.length))}\u0001`;
      const took = () => {
        const started = performance.now();
        text.replace(expression, "");
        return performance.now() - started;
      };
      // What else the machine does may take a while, but not three times in the same place.
      if (took() > most && took() > most && took() > most) return JSON.stringify(`${head}${piece}${piece}…`);
    }
  }
  return undefined;
}

describe("No regular expression of the extension goes back and forth over a long text", function () {
  this.timeout(120_000);

  it("among all of src", () => {
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
    it(`which would be found of ${expression}`, () => {
      const [found] = expressionsIn(`const expression = ${expression};`);
      assert.equal(String(found), String(expression));
      assert.notEqual(slowestOf(expression), undefined);
    });
  }
});
