import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseJson } from "../../src/core/json.ts";
import { markdownCode, markdownQuote } from "../../src/core/markdown.ts";
import { Redactor } from "../../src/core/redactor.ts";
import { secretForms } from "../../src/core/secret-forms.ts";
import {
  cutMark,
  harmless,
  hasInvisible,
  quotable,
  singleLine,
  withoutEnding,
  withoutTokens,
} from "../../src/core/text.ts";
import { placesNamedIn } from "../../src/doctor/named-places.ts";
import { wordsOf } from "../../src/doctor/words.ts";
import { failureOf } from "../../src/exalate/answer-failures.ts";
import { closestNames } from "../../src/exalate/closest-names.ts";
import { defaultNodeApi, type NodeApi, type Operation } from "../../src/exalate/profile/node-api.ts";
import { assertLinear, hostilePieces } from "../support/growth.ts";

/** The largest body that the transport reads, in characters. */
const largestBody = 4 * 1024 * 1024;

const secret = "Zx81kQ0v7Jm2+Lr5/Tn9=Wb4?Yc6&Kd3";

function redactorOf(...values: string[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) redactor.add(value);
  return redactor;
}

function refusal(body: string, status: number): string {
  const operation = defaultNodeApi.operations.authenticate as Operation;
  const api: NodeApi = defaultNodeApi;
  const answer = { status, headers: { location: body }, body };
  const redactor = redactorOf(secret);
  const keeper = {
    register: () => assert.fail(),
    redact: (text: string) => redactor.redact(text),
    holdsLongSecret: () => false,
  };
  const call = { api, name: "authenticate", operation, host: "node.contoso.com", answer, isRepeated: false } as const;
  return failureOf(call, keeper).message;
}

const redactor = redactorOf(secret, "##        x", "aaaaaaaa", "first line of a code\nsecond line of it");

/** All functions that read a text from elsewhere. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  singleLine,
  harmless,
  withoutTokens,
  hasInvisible,
  withoutEnding: (text) => withoutEnding(`${text}x`, "/"),
  quotable: (text) => quotable(text, (shown) => redactor.redact(shown)),
  redact: (text) => redactor.redact(text),
  "a refusal in JSON": (text) => refusal(JSON.stringify({ message: text, errorMessage: text, error: text }), 400),
  "a refusal that is a text": (text) => refusal(text, 401),
  "a redirect": (text) => refusal(text, 302),
  markdownCode,
  markdownQuote,
  wordsOf,
  placesNamedIn,
  closestNames: (text) => closestNames([text, `${text}x`], "Fabrikam"),
};

describe("A hostile text takes time proportional to its length", function () {
  this.timeout(240_000);
  for (const [name, read] of Object.entries(readers)) {
    it(`in ${name}`, () => {
      for (const piece of hostilePieces) {
        const repeated = (length: number) => piece.repeat(Math.ceil(length / piece.length));
        assertLinear(JSON.stringify(piece), largestBody / 16, (length) => `##${repeated(length)}x`, read);
      }
    });
  }

  it("in any mixture of parts", () => {
    const pattern = fc.array(fc.constantFrom(...hostilePieces), { minLength: 1, maxLength: 4 });
    const mixed = fc.record({ head: pattern, body: pattern, tail: pattern });
    fc.assert(
      fc.property(mixed, fc.constantFrom(...Object.keys(readers)), ({ head, body, tail }, name) => {
        const piece = body.join("");
        const textOf = (length: number) =>
          `${head.join("")}${piece.repeat(Math.ceil(length / piece.length))}${tail.join("")}`;
        assertLinear(`${name}: ${JSON.stringify({ head, body, tail })}`, largestBody / 16, textOf, (text) =>
          readers[name]?.(text),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("in the largest body that a node can send", () => {
    for (const body of [`##${" ".repeat(largestBody)}x`, "#".repeat(largestBody), "[".repeat(largestBody)]) {
      for (const status of [400, 401, 302]) {
        const started = performance.now();
        refusal(body, status);
        refusal(JSON.stringify({ message: body.slice(2) }), status);
        assert.ok(performance.now() - started < 6000, `${performance.now() - started} ms`);
      }
    }
  });
});

describe("A truncated text", () => {
  const around = fc
    .array(fc.constantFrom(" ", "\n", "a", "word ", "é", "😀", "\u202e", "##vso[", "…", "x="))
    .map((parts) => parts.join(""));
  const filling = (length: number, piece: string) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

  /** A part of a secret with this length is not a coincidence. */
  const revealingLength = 6;

  function assertNoPiece(shown: string): void {
    for (let start = 0; start + revealingLength <= secret.length; start += 1) {
      assert.ok(
        !shown.includes(secret.slice(start, start + revealingLength)),
        `${secret.slice(start, start + revealingLength)} in ${shown}`,
      );
    }
    for (const form of secretForms(secret))
      assert.ok(!shown.includes(form.slice(0, revealingLength)), `${form} in ${shown}`);
  }

  it("shows no part of a secret at the cut, in any form, redacted before or after the cut", () => {
    const forms = secretForms(secret);
    const cuts = fc.constantFrom(300, 4096);
    fc.assert(
      fc.property(
        cuts,
        fc.nat(60),
        fc.nat(),
        fc.constantFrom(" ", "é ", "(", "~ "),
        around,
        (cut, back, pick, piece, after) => {
          const text = `${filling(Math.max(0, cut - back), piece)}${forms[pick % forms.length] ?? secret}${after.repeat(30)}`;
          const known = redactorOf(secret);
          const redact = (shown: string) => known.redact(shown);
          assertNoPiece(quotable(text, redact));
          assertNoPiece(redact(harmless(text)));
          assertNoPiece(redact(singleLine(redact(harmless(text)))));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("shows no part of an unregistered secret", () => {
    const token = "Qw7eRt9yUi1oPa3sDf5gHj7kLz";
    for (let back = 0; back < 40; back += 1) {
      const shown = quotable(`${filling(4096 - back, " ")}${token} and more`, (text) => text);
      assert.ok(!shown.includes(token.slice(0, 4)), shown);
    }
  });

  it("marks the cut, and is never too long", () => {
    fc.assert(
      fc.property(around, fc.nat(5000), (text, length) => {
        const shown = harmless(`${text}${"y".repeat(length)}`);
        assert.ok(shown.length <= 301 && !hasInvisible(shown), shown);
        if (length > 300) assert.ok(shown.endsWith(cutMark), shown);
      }),
    );
  });
});

describe("The target of a redirect", () => {
  it("is shown without user information, query and fragment, in any spelling", () => {
    const parts = fc.record({
      scheme: fc.constantFrom(
        "https://",
        "http://",
        "ftp://",
        "//",
        "\\\\",
        "/\\",
        "https:",
        "https:\\",
        "",
        "javascript:",
      ),
      at: fc.constantFrom("@", "@@", "%40x@", "\t@"),
      host: fc.constantFrom("evil.example", "evil.example:99999", "[::1]", "e vil", ""),
      ask: fc.constantFrom("?", "/a?b=", "#", "/#/", "/?", ";x?"),
    });
    fc.assert(
      fc.property(parts, ({ scheme, at, host, ask }) => {
        const message = refusal(`${scheme}U53r:pa55w0rd${at}${host}${ask}qu3ry`, 302);
        assert.match(message, /^EXA211: /);
        assert.ok(!message.includes("qu3ry"), message);
        // Without leading slashes, this is a path on the node.
        if (/[\\/]{2}|^https:/.test(scheme)) assert.ok(!/U53r|pa55w0rd/.test(message), message);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("An invisible character", () => {
  it("is shown as <U+…>", () => {
    assert.equal(
      singleLine("a\u202eb\u200bc\u{e0041}d\ud800e\u00ad"),
      "a<U+202E>b<U+200B>c<U+E0041>d<U+D800>e<U+00AD>",
    );
    assert.equal(singleLine("\u001b[31m\u2028x\u0085"), " [31m x ");
    assert.equal(singleLine("❤️ é 😀 漢"), "❤️ é 😀 漢");
  });

  it("is in no shown text", () => {
    const signs = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\u2066", "\u202a", "\u200f", "\ufeff", "\u3164", "\u{e007f}"),
    );
    fc.assert(
      fc.property(fc.array(signs), (parts) => {
        for (const shown of [singleLine(parts.join("")), harmless(parts.join("")), markdownCode(parts.join(""))]) {
          assert.ok(!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(shown), JSON.stringify(shown));
        }
      }),
    );
  });

  it("cannot hide a secret", () => {
    const known = redactorOf(secret);
    for (const sign of ["\u200b", "\u202e", "\u{e0041}", " \n", "\u0000"]) {
      const text = `the node says ${[...secret].join(sign)}`;
      assert.equal(known.redact(text), "***");
      assert.equal(known.redact(singleLine(text)), "***");
    }
  });
});

describe("Reading JSON", () => {
  it("takes time in proportion to the text", () => {
    for (const text of [
      `[1.5,"${'\\"'.repeat(200_000)}"]`,
      `[1.5,${"1".repeat(400_000)}]`,
      `1.5${'"'.repeat(400_000)}`,
    ]) {
      const started = performance.now();
      try {
        parseJson(text);
      } catch {
        // What the text is does not matter here.
      }
      assert.ok(performance.now() - started < 6000);
    }
  });
});
