import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  addressText,
  isAtNode,
  isSameAddress,
  parseAddress,
  parseAllowedDestinations,
} from "../../src/exalate/address.ts";
import { failsWith } from "../support/failures.ts";

describe("An address", () => {
  const accepted: [typed: string, address: string][] = [
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
  for (const [typed, address] of accepted) {
    it(`${typed} is taken as ${address}`, () => {
      assert.equal(addressText(parseAddress(typed, "the field")), address);
    });
  }

  const refused: [typed: string, code: "EXA103" | "EXA104"][] = [
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
  for (const [typed, code] of refused) {
    it(`${JSON.stringify(typed)} is refused with ${code}`, async () => {
      const message = await failsWith(code, () => parseAddress(typed, "the field"));
      assert.ok(message.includes("the field"), message);
      assert.ok(!message.includes("pass@"), message);
    });
  }

  it("is taken or refused, never anything else, for any text", () => {
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

  it("is compared whatever its spelling", () => {
    assert.ok(isSameAddress("https://Contoso.com/", "https://contoso.com:443"));
    assert.ok(isSameAddress("https://contoso.com./a/", "https://contoso.com/a"));
    assert.ok(!isSameAddress("https://contoso.com/a", "https://contoso.com/A"));
    assert.ok(!isSameAddress("https://contoso.com", "https://contoso.com:8443"));
    assert.ok(!isSameAddress("https://contoso.com", "http://contoso.com"));
    assert.ok(!isSameAddress("unknown", "unknown"));
  });

  it("is told to be at a node or not", () => {
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
    assert.equal(parseAllowedDestinations(" \n,; "), undefined);
  });

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

  it("allow private connections by the word private alone", () => {
    assert.equal(parseAllowedDestinations("*.exalate.cloud")?.allowsPrivate, false);
    assert.equal(parseAllowedDestinations("*.exalate.cloud, Private")?.allowsPrivate, true);
  });

  for (const pattern of [
    "*",
    "*.*",
    "a*.contoso.com",
    "https://contoso.com",
    "contoso.com/x",
    "user@contoso.com",
    "*.",
    "*.1",
    "a?b",
    "%",
  ]) {
    it(`refuse ${JSON.stringify(pattern)} as a pattern`, async () => {
      assert.ok((await failsWith("EXA113", () => parseAllowedDestinations(pattern))).includes(`"${pattern}"`));
    });
  }

  it("cannot be left by anything but a host below the pattern", () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: false }), (address) => {
        const { hostname } = new URL(address);
        assert.equal(allows("*.exalate.cloud", address) ?? false, false, hostname);
      }),
    );
  });
});
