import assert from "node:assert/strict";
import { urlToHttpOptions } from "node:url";
import fc from "fast-check";
import { describe, it } from "mocha";
import { initiateOptions } from "../../src/commands/initiate-options.ts";
import { initiateInputs } from "../../src/commands/input-tables.ts";
import { Failure } from "../../src/core/failure.ts";
import { parseAllowedDestinations } from "../../src/exalate/address.ts";
import { emptyInputs } from "../support/initiate-options.ts";

const nodeUrl = new URL("https://azurenode-1.contoso.com");

/** The destination that a run sends to its node, or the code of the refusal. */
function decide(destinationUrl: string, allowed: string): string {
  const inputs = { ...emptyInputs(initiateInputs), localShortName: "a", destinationShortName: "b", destinationUrl };
  const allowedDestinations = parseAllowedDestinations(allowed);
  const log = { warning: () => {} };
  try {
    const options = initiateOptions(inputs, { nodeUrl, allowedDestinations, pipelineProject: "Fabrikam", log });
    return options.request.destinationUrl ?? "";
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

/** Addresses that look like an allowed one, with the decision for each when `*.exalate.cloud` is allowed. */
const misleadingAddresses: readonly [address: string, decision: string][] = [
  // user information
  ["https://x.exalate.cloud@evil.com", "EXA103"],
  ["https://x.exalate.cloud:443@evil.com/", "EXA103"],
  ["https://evil.com@x.exalate.cloud", "EXA103"],
  ["https://@x.exalate.cloud", "https://x.exalate.cloud"],
  // another host with a similar beginning or end
  ["https://exalate.cloud", "EXA108"],
  ["https://evilexalate.cloud", "EXA108"],
  ["https://x.exalate.cloud.evil.com", "EXA108"],
  ["https://evil.com/.exalate.cloud", "EXA108"],
  ["https://evil.com\\.exalate.cloud", "EXA108"],
  ["https://evil.com%2F.exalate.cloud", "EXA103"],
  ["https://evil.com%00.exalate.cloud", "EXA103"],
  ["https://evil.com%23.exalate.cloud", "EXA103"],
  ["https://evil.com;.exalate.cloud", "EXA103"],
  ["https://evil.com,.exalate.cloud", "EXA103"],
  ["https://evil.com'.exalate.cloud", "EXA103"],
  ["https://evil.com&.exalate.cloud", "EXA103"],
  ["https://-.exalate.cloud", "EXA103"],
  ["https://x_y.exalate.cloud", "EXA103"],
  ["https://x.exalate.cloud..", "EXA103"],
  // fragments and queries
  ["https://evil.com#.exalate.cloud", "EXA103"],
  ["https://evil.com?.exalate.cloud", "EXA103"],
  ["https://evil.com/?x=.exalate.cloud", "EXA103"],
  // punycode and similar letters
  ["https://x.\u0435xalate.cloud", "EXA108"],
  ["https://x.xn--xalate-2of.cloud", "EXA108"],
  ["https://x.\uff45xalate.cloud", "https://x.exalate.cloud"],
  ["https://x\u3002exalate\u3002cloud", "https://x.exalate.cloud"],
  ["https://x.exa\u00adlate.cloud", "https://x.exalate.cloud"],
  // trailing dots, cases and ports
  ["https://x.exalate.cloud.", "https://x.exalate.cloud."],
  ["https://X.EXALATE.CLOUD:443", "https://x.exalate.cloud"],
  ["https://x.exalate.cloud:8443", "EXA108"],
  ["https://x.exalate.cloud:0", "EXA108"],
  ["https://x.exalate.cloud:65536", "EXA103"],
  ["https://.exalate.cloud", "EXA103"],
  // IP addresses
  ["https://[::1]", "EXA108"],
  ["https://[::ffff:127.0.0.1]", "EXA108"],
  ["https://[::1%25.exalate.cloud]", "EXA103"],
  ["https://2130706433", "EXA108"],
  ["https://0x7f.1", "EXA108"],
  ["http://127.0.0.1", "EXA108"],
  ["http://127.1", "EXA108"],
  ["http://0.0.0.0", "EXA104"],
  ["http://[::ffff:127.0.0.1]", "EXA104"],
  ["http://localhost.exalate.cloud", "EXA104"],
  ["http://127.0.0.1.exalate.cloud", "EXA104"],
  // paths
  ["https://evil.com/../x.exalate.cloud", "EXA108"],
  ["https://x.exalate.cloud/../../evil.com", "https://x.exalate.cloud/evil.com"],
  ["https://x.exalate.cloud/%2e%2e/", "https://x.exalate.cloud"],
  ["https:\\\\x.exalate.cloud", "EXA103"],
  ["https:x.exalate.cloud", "EXA103"],
  ["https:///evil.com/x.exalate.cloud", "EXA103"],
  // schemes
  ["ftp://x.exalate.cloud", "EXA103"],
  ["javascript://x.exalate.cloud/%0aalert(1)", "EXA103"],
  ["file://x.exalate.cloud/etc/passwd", "EXA103"],
  ["data:text/html,x.exalate.cloud", "EXA103"],
  ["blob:https://x.exalate.cloud/1", "EXA103"],
  ["//x.exalate.cloud", "EXA103"],
  ["x.exalate.cloud", "EXA103"],
  ["https://", "EXA103"],
  // characters that URL parsers remove
  ["ht\ntps://evil.com", "EXA103"],
  ["https://evil.com\t.exalate.cloud", "https://evil.com.exalate.cloud"],
];

const pieces = {
  scheme: fc.constantFrom("https://", "http://", "HTTPS://", "https:/", "https:", "ftp://", "//", "https:\\\\", ""),
  user: fc.constantFrom("", "", "@", "me@", "x.exalate.cloud@", "x.exalate.cloud:443@", "a:b@", "%40"),
  host: fc.oneof(
    fc.constantFrom("evil.com", "exalate.cloud", "x.exalate.cloud", "x.exalate.cloud.evil.com", "[::1]", "127.0.0.1"),
    fc.domain(),
    fc.ipV6().map((address) => `[${address}]`),
    fc.string({ unit: "binary", maxLength: 8 }),
  ),
  mark: fc.constantFrom(
    "",
    "",
    ";",
    ",",
    "!",
    "_",
    "-",
    ".",
    "..",
    "\\",
    "/",
    "#",
    "?",
    "%2e",
    "%00",
    "\t",
    "\n",
    "\u3002",
    "@",
    ":",
  ),
  end: fc.constantFrom(
    "",
    "",
    ".exalate.cloud",
    "exalate.cloud",
    "x.exalate.cloud",
    ":443",
    ":8443",
    "/..",
    "/%2e%2e/x",
  ),
};

describe("The allowed destinations cannot be bypassed", () => {
  for (const [address, decision] of misleadingAddresses) {
    it(`by ${JSON.stringify(address)}: ${decision}`, () => {
      assert.equal(decide(address, "*.exalate.cloud"), decision);
    });
  }

  it("by any combination of parts of misleading addresses", () => {
    fc.assert(
      fc.property(fc.record(pieces), ({ scheme, user, host, mark, end }) => {
        const sent = decide(`${scheme}${user}${host}${mark}${end}`, "*.exalate.cloud");
        if (/^EXA10[1-9]$/.test(sent)) return;
        assert.match(hostAskedFor(sent), /^([a-z0-9-]+\.)+exalate\.cloud\.?$/, sent);
      }),
      { numRuns: 3000 },
    );
  });

  it("by any address when a single host is allowed", () => {
    fc.assert(
      fc.property(fc.record(pieces), ({ scheme, user, host, mark, end }) => {
        const sent = decide(`${scheme}${user}${host}${mark}${end}`, "x.exalate.cloud");
        if (!/^EXA10[1-9]$/.test(sent)) assert.match(hostAskedFor(sent), /^x\.exalate\.cloud\.?$/, sent);
      }),
      { numRuns: 3000 },
    );
  });
});

/** The host to which an HTTP client sends a request for an address. Asserts https and the default port. */
function hostAskedFor(address: string): string {
  const { protocol, hostname, port } = urlToHttpOptions(new URL(address));
  assert.deepEqual([protocol, port ?? ""], ["https:", ""], address);
  return hostname ?? "";
}
