import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { RecordedCall, RecordedHeader } from "../../../src/learn/recorded-call.ts";
import { recordedSecrets } from "../../../src/learn/recorded-secrets.ts";

interface Recorded {
  readonly url?: string;
  readonly sentHeaders?: Readonly<Record<string, string>>;
  readonly answerHeaders?: Readonly<Record<string, string>>;
  readonly sent?: unknown;
  readonly answered?: unknown;
}

function textOf(body: unknown): string | undefined {
  return body === undefined || typeof body === "string" ? body : JSON.stringify(body);
}

function headersOf(headers: Readonly<Record<string, string>> = {}): RecordedHeader[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function callWith({ url = "https://node.contoso.example/x", ...recorded }: Recorded): RecordedCall {
  return {
    startedAt: undefined,
    method: "POST",
    url: new URL(url),
    requestHeaders: headersOf(recorded.sentHeaders),
    requestBody: textOf(recorded.sent),
    status: 200,
    answerHeaders: headersOf(recorded.answerHeaders),
    answerBody: textOf(recorded.answered),
    isAnswerBodyMissing: false,
  };
}

function secretsIn(recorded: Recorded, known: readonly string[] = []) {
  const { distinctive, plain } = recordedSecrets([callWith(recorded)], known);
  return { distinctive: [...distinctive], plain: [...plain] };
}

const token = "5f2b9c1d8e7a6b5c4d3e";
const claims = "eyJ1c2VyIjoianVkaXRoQGNvbnRvc28uZXhhbXBsZSJ9";
const webToken = `eyJhbGciOiJIUzI1NiJ9.${claims}.c2lnbmF0dXJl`;
const code = "QUJD1MjM0NTY3ODkwREVGR0hJSktMTU5PUFFSU1RVVldYWVo";

describe("The secrets of a recording", () => {
  for (const [where, recorded, secret] of [
    ["a bearer token", { sentHeaders: { Authorization: `Bearer ${token}` } }, token],
    ["an authorization without scheme", { sentHeaders: { authorization: token } }, token],
    [
      "the password of basic authorization",
      { sentHeaders: { Authorization: `Basic ${btoa("judith:correct horse")}` } },
      "correct horse",
    ],
    ["an API key", { sentHeaders: { "X-API-Key": "abc-1234" } }, "abc-1234"],
    ["a header that nothing calls secret", { sentHeaders: { "X-Trace": token } }, token],
    ["a token in the answer's header", { answerHeaders: { "X-Exalate-Jwt": "abc-1234" } }, "abc-1234"],
    ["a CSRF token", { sentHeaders: { "X-CSRF-Token": "abc-1234" } }, "abc-1234"],
    ["a cookie", { sentHeaders: { Cookie: "lang=en; JSESSIONID=abc-1234" } }, "abc-1234"],
    ["a long cookie", { sentHeaders: { Cookie: "a=aaaabbbbccccddddeeee" } }, "aaaabbbbccccddddeeee"],
    ["a cookie that is set", { answerHeaders: { "Set-Cookie": "session=abc=1234; Path=/; Secure" } }, "abc=1234"],
    ["a token in the query", { url: `https://a.example/x?access_token=abc-1234` }, "abc-1234"],
    ["a key in the path", { url: `https://a.example/x/${token}/y` }, token],
    ["a password sent as JSON", { sent: { login: { password: "correct7horse" } } }, "correct7horse"],
    ["a password sent in a form", { sent: "user=judith&password=correct%207horse" }, "correct 7horse"],
    ["a password that is repeated", { sent: { passwordAgain: "correct7horse" } }, "correct7horse"],
    ["a number as password", { sent: { password: 123456 } }, "123456"],
    ["a token in a list", { answered: { tokens: ["abc-1234"] } }, "abc-1234"],
    ["an invitation code", { answered: { invitationCode: "AB12-CD34-EF56" } }, "AB12-CD34-EF56"],
    ["a code with line breaks", { answered: { text: `${code}\n${code}` } }, `${code}\n${code}`],
    ["a code as text", { answered: code }, code],
    ["a code under any name", { sent: { x: code } }, code],
    ["a web token in a text", { answered: `<a>${webToken}</a>` }, webToken],
    ["the claims of a web token", { sentHeaders: { x: webToken } }, claims],
  ] as const) {
    it(`are found: ${where}`, () => assert.ok(secretsIn(recorded).distinctive.includes(secret), secret));
  }

  it("are only told apart from ordinary words where one stands alone", () => {
    assert.deepEqual(secretsIn({ sent: { password: "horse" } }), { distinctive: [], plain: ["horse"] });
    assert.deepEqual(secretsIn({ sent: { pwd: "p4ss" } }), { distinctive: [], plain: ["p4ss"] });
  });

  for (const [what, recorded] of [
    ["words of protocols", { sent: { password: "password", authProtocol: "basic", tokenType: "Bearer" } }],
    [
      "what is said of secrets",
      {
        answered: {
          tokenExpiresIn: 3_600_000,
          tokenIssuedAt: "2026-01-15",
          passwordPolicy: "at-least-8",
          csrfHeader: "X-CSRF-7",
          tokenSource: "web-ui",
        },
      },
    ],
    [
      "ids and names",
      { answered: { id: "3f2504e0-4f89-11d3-9a0c-0305e82c3301", name: "Contoso 2024 to Fabrikam", type: "azurenode" } },
    ],
    [
      "keys of projects and codes of errors",
      { answered: { key: "SUPPORT", projectKey: "SUP-12", code: "NOT_FOUND", errorCode: 404 } },
    ],
    [
      "paths, addresses and times",
      {
        url: "https://a.example/rest/issuehub/4.0/connections",
        answered: { at: "2026-01-15T09:00:00.000Z", link: "https://jcloudnode-0000-0000-0000-0000.exalate.cloud" },
      },
    ],
    ["texts of a page", { answered: { help: "You have 3 connections, 20 projects and 100 items in 7 fields" } }],
    [
      "ordinary headers",
      {
        sentHeaders: {
          Accept: "application/json",
          "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101",
          "Access-Control-Allow-Credentials": "true",
        },
      },
    ],
    ["short cookies", { sentHeaders: { Cookie: "lang=en; theme=dark" } }],
  ] as const) {
    it(`are not seen in ${what}`, () => assert.deepEqual(secretsIn(recorded), { distinctive: [], plain: [] }));
  }

  it("do not include what the person typed", () => {
    const typed = "Contoso-2026-to-Fabrikam";
    assert.deepEqual(
      secretsIn({ sent: { connectionKey: typed, secretName: typed, token: typed } }, [typed]).distinctive,
      [],
    );
  });

  it("are found in deeply nested and in many values, in bounded time", () => {
    const deep = `${"[".repeat(5000)}${JSON.stringify({ password: "correct7horse" })}${"]".repeat(5000)}`;
    const keys = Array.from(
      { length: 110_000 },
      (_, index) => `${String(index).padStart(6, "0")}abcdefabcdefabcdefabcdef`,
    );
    const { distinctive } = recordedSecrets([callWith({ answered: { keys } }), callWith({ answered: deep })], []);
    assert.ok(distinctive.has("correct7horse"));
    assert.equal(distinctive.size, 100_001);
  });
});
