import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  addressText,
  isAtNode,
  isSameAddress,
  parseAddress,
  parseAllowedDestinations,
} from "../../../src/exalate/address.ts";
import { failsWith } from "../../support/failures.ts";

/** The host of a list that is a single pattern. */
function hostOfPattern(list: string): string {
  parseAllowedDestinations(list);
  return new URL(`https://${list.replace(/^\*\./, "")}`).hostname;
}

describe("An address", () => {
  const accepted: [entered: string, address: string][] = [
    ["https://jcloudnode-1.exalate.cloud", "https://jcloudnode-1.exalate.cloud"],
    ["https://JCloudNode-1.Exalate.Cloud/", "https://jcloudnode-1.exalate.cloud"],
    ["https://dev.azure.com/fabrikam/", "https://dev.azure.com/fabrikam"],
    ["https://node.contoso.com:9002", "https://node.contoso.com:9002"],
    ["https://node.contoso.com:443", "https://node.contoso.com"],
    ["https://[2001:db8::1]/x", "https://[2001:db8::1]/x"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
    ["http://localhost:9002", "http://localhost:9002"],
    ["http://127.0.0.1:9002/", "http://127.0.0.1:9002"],
    ["http://127.1.2.3", "http://127.1.2.3"],
    ["http://[::1]:1", "http://[::1]:1"],
    ["https://contoso.com/a/../b", "https://contoso.com/b"],
  ];
  for (const [entered, address] of accepted) {
    it(`${entered} is read as ${address}`, () => {
      assert.equal(addressText(parseAddress(entered, "the field")), address);
    });
  }

  const refused: [entered: string, code: "EXA103" | "EXA104"][] = [
    ["", "EXA103"],
    ["contoso.com", "EXA103"],
    ["//contoso.com", "EXA103"],
    ["https:contoso.com", "EXA103"],
    ["https:///contoso.com", "EXA103"],
    ["https:\\\\contoso.com", "EXA103"],
    ["ftp://contoso.com", "EXA103"],
    ["javascript:alert(1)", "EXA103"],
    ["file:///etc/passwd", "EXA103"],
    ["https://user:pass@contoso.com", "EXA103"],
    ["https://user@contoso.com", "EXA103"],
    ["https://contoso.com/?a=b", "EXA103"],
    ["https://contoso.com/#x", "EXA103"],
    ["https://con toso.com", "EXA103"],
    ["http://contoso.com", "EXA104"],
    ["http://127.0.0.1.contoso.com", "EXA104"],
    ["http://localhost.contoso.com", "EXA104"],
    ["http://10.0.0.1", "EXA104"],
    ["http://[::2]", "EXA104"],
  ];
  for (const [entered, code] of refused) {
    it(`${JSON.stringify(entered)} is refused with ${code}`, async () => {
      const message = await failsWith(code, () => parseAddress(entered, "the field"));
      assert.ok(message.includes("the field"), message);
      assert.ok(!message.includes("pass@"), message);
    });
  }

  const userInfo = ["U53r", "pa55w0rd", "qu3ry", "fr4g"];
  const spellings = [
    "ftp://U53r:pa55w0rd@contoso.com",
    "https://U53r:pa55w0rd@contoso.com:99999",
    "https://contoso.com/?token=qu3ry",
    "https://contoso.com#fr4g",
    "https:U53r:pa55w0rd@contoso.com",
    "https:/U53r:pa55w0rd@contoso.com",
    "https:\\\\U53r:pa55w0rd@contoso.com",
    "//U53r:pa55w0rd@contoso.com",
    "U53r:pa55w0rd@contoso.com",
    "https://U53r:pa55w0rd",
    "https://U53r:pa55w0rd/@contoso.com",
    "https://U53r:pa55w0rd%40contoso.com",
    "https://U53r:pa55w0rd\uff20contoso.com",
    "https://contoso.com\\U53r:pa55w0rd@x",
    "https://contoso.com;U53r:pa55w0rd@x y",
    "https://con toso.com/?qu3ry",
    "https://?qu3ry",
    "?qu3ry",
    "#fr4g",
    "ht tps://U53r:pa55w0rd@contoso.com",
    "ftp://contoso.com/a?qu3ry#fr4g",
    "https://contoso.com;/a&qu3ry",
  ];
  for (const entered of spellings) {
    it(`${JSON.stringify(entered)} is refused without a quote of its user information, query or fragment`, async () => {
      const message = await failsWith("EXA103", () => parseAddress(entered, "the field"));
      for (const part of userInfo) assert.ok(!message.includes(part), message);
    });
  }

  it("never shows its user information, query or fragment in an error, in any spelling", () => {
    const [user, password, query] = ["U53r", "pa55w0rd", "qu3ry"];
    const parts = fc.record({
      scheme: fc.constantFrom(
        "https://",
        "http://",
        "ftp://",
        "https:/",
        "https:",
        "https:\\\\",
        "//",
        "",
        "h\tttps://",
        " https://",
        "x-y://",
      ),
      at: fc.constantFrom("@", "@@", "%40", "\uff20", "/@", "\\@", " @", "\n@"),
      host: fc.constantFrom(
        "contoso.com",
        "contoso.com:99999",
        "con toso.com",
        "evil.com;.contoso.com",
        "",
        "[::1",
        "[::1]:x",
        "%",
      ),
      ask: fc.constantFrom("?", "/?", "/#", "#", "/a?b=", "\\?", " ?", ";x?", "/%3F?"),
    });
    fc.assert(
      fc.property(parts, fc.boolean(), fc.boolean(), ({ scheme, at, host, ask }, hasUser, hasQuery) => {
        const text = `${scheme}${hasUser ? `${user}:${password}${at}` : ""}${host}${hasQuery ? `${ask}${query}` : ""}`;
        for (const read of [() => parseAddress(text, "the field"), () => parseAllowedDestinations(text)]) {
          try {
            read();
          } catch (error) {
            for (const part of [user, password, query]) assert.ok(!String(error).includes(part), `${text}: ${error}`);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("has a valid host or is refused", () => {
    const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
    const sign = fc.constantFrom(..."abz09-._;,'!$&()*+=~{}`\"|^".split(""), "\u3002", "ü", "ß", "\u200d", "漢");
    fc.assert(
      fc.property(fc.array(sign, { minLength: 1, maxLength: 12 }), (signs) => {
        for (const host of [signs.join(""), `${signs.join("")}.exalate.cloud`]) {
          const taken = [() => parseAddress(`https://${host}`, "x").hostname, () => hostOfPattern(host)];
          for (const take of taken) {
            let name: string;
            try {
              name = take();
            } catch (error) {
              assert.match(String(error), /EXA1(03|13)/);
              continue;
            }
            if (/[,;]/.test(host)) continue;
            for (const part of name.replace(/\.$/, "").split(".")) assert.match(part, label, host);
          }
        }
      }),
      { numRuns: 3000 },
    );
    for (const host of [`${"a".repeat(64)}.com`, `${"a.".repeat(127)}com`])
      assert.throws(() => parseAddress(`https://${host}`, "x"), /EXA103/);
    assert.equal(parseAddress(`https://${"a".repeat(63)}.com?`, "x").href, `https://${"a".repeat(63)}.com/`);
  });

  it("is either read or refused with EXA103 or EXA104, for any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((rest) => `https://${rest}`),
        ),
        (text) => {
          try {
            const url = parseAddress(text, "the field");
            assert.equal(url.username + url.password + url.search + url.hash, "");
          } catch (error) {
            assert.match(String(error), /EXA10[34]/);
          }
        },
      ),
    );
  });

  it("is compared independently of its spelling", () => {
    assert.ok(isSameAddress("https://Contoso.com/", "https://contoso.com:443"));
    assert.ok(isSameAddress("https://contoso.com./a/", "https://contoso.com/a"));
    assert.ok(!isSameAddress("https://contoso.com/a", "https://contoso.com/A"));
    assert.ok(!isSameAddress("https://contoso.com", "https://contoso.com:8443"));
    assert.ok(!isSameAddress("https://contoso.com", "http://contoso.com"));
    assert.ok(!isSameAddress("unknown", "unknown"));
  });

  it("can be compared with the address of a node", () => {
    assert.ok(isAtNode("https://node.contoso.com/x", "https://node.contoso.com"));
    assert.ok(isAtNode("https://contoso.com/ado/", "https://contoso.com/ado"));
    assert.ok(!isAtNode("https://contoso.com/adox", "https://contoso.com/ado"));
    assert.ok(!isAtNode("https://contoso.com/jira", "https://contoso.com/ado"));
    assert.ok(!isAtNode("https://node2.contoso.com", "https://node.contoso.com"));
  });
});

describe("Allowed destinations", () => {
  const allows = (list: string, address: string) => parseAllowedDestinations(list)?.allows(new URL(address));

  it("limit nothing when empty", () => {
    assert.equal(parseAllowedDestinations(" \n\t "), undefined);
  });

  for (const list of [",;", ",", " ; \n ,"]) {
    it(`that are ${JSON.stringify(list)} are refused, because they would limit nothing`, async () => {
      assert.match(await failsWith("EXA113", () => parseAllowedDestinations(list)), /contain only separators/);
    });
  }

  const cases: [list: string, address: string, allowed: boolean][] = [
    ["*.exalate.cloud", "https://jcloudnode-1.exalate.cloud", true],
    ["*.exalate.cloud", "https://a.b.exalate.cloud", true],
    ["*.exalate.cloud", "https://exalate.cloud", false],
    ["*.exalate.cloud", "https://evil-exalate.cloud", false],
    ["*.exalate.cloud", "https://exalate.cloud.contoso.com", false],
    ["*.exalate.cloud", "https://x.exalate.cloud.", true],
    ["*.exalate.cloud", "https://x.exalate.cloud:8443", false],
    ["*.exalate.cloud:8443", "https://x.exalate.cloud:8443", true],
    ["*.exalate.cloud:8443", "https://x.exalate.cloud", false],
    ["*.exalate.cloud:443", "https://x.exalate.cloud", true],
    ["*.Exalate.Cloud", "https://X.EXALATE.cloud", true],
    ["jira.contoso.com", "https://jira.contoso.com/path", true],
    ["jira.contoso.com", "https://x.jira.contoso.com", false],
    ["jira.contoso.com", "https://jira-contoso.com", false],
    ["a.contoso.com, b.contoso.com;c.contoso.com\nd.contoso.com", "https://d.contoso.com", true],
    ["bücher.example", "https://xn--bcher-kva.example", true],
    ["[::1]:9002", "http://[::1]:9002", true],
    ["127.0.0.1:9002", "http://127.0.0.1:9002", true],
    ["private", "https://contoso.com", false],
  ];
  for (const [list, address, allowed] of cases) {
    it(`${JSON.stringify(list)} ${allowed ? "allow" : "do not allow"} ${address}`, () => {
      assert.equal(allows(list, address), allowed);
    });
  }

  it("allow private connections only with the word private", () => {
    assert.equal(parseAllowedDestinations("*.exalate.cloud")?.allowsPrivate, false);
    assert.equal(parseAllowedDestinations("*.exalate.cloud, Private")?.allowsPrivate, true);
  });

  for (const pattern of [
    "*",
    "*.*",
    "a*.contoso.com",
    "https://contoso.com",
    "contoso.com/x",
    "*.",
    "*.1",
    ".contoso.com",
    "-a.contoso.com",
    "contoso.com..",
  ]) {
    it(`refuse ${JSON.stringify(pattern)} as a pattern`, async () => {
      const [, shown = ""] =
        /"([^"]*?)…?", which/.exec(await failsWith("EXA113", () => parseAllowedDestinations(pattern))) ?? [];
      assert.ok(shown !== "" && pattern.startsWith(shown), shown);
    });
  }

  for (const pattern of [
    "user@contoso.com",
    "me:secret@contoso.com",
    "a?secret",
    "%",
    "*.[fe80::1]",
    "contoso.com:",
    "contoso.com:123456",
    "[::1",
    "x y@z",
  ]) {
    it(`refuse ${JSON.stringify(pattern)} without quoting a possible secret`, async () => {
      const message = await failsWith("EXA113", () => parseAllowedDestinations(`contoso.com,${pattern}`));
      assert.ok(!/user|me:|secret|\[|x y/.test(message.split("Write host names")[0] ?? ""), message);
    });
  }

  it("allow no host outside the pattern", () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: false }), (address) => {
        const { hostname } = new URL(address);
        assert.equal(allows("*.exalate.cloud", address) ?? false, false, hostname);
      }),
    );
  });
});
