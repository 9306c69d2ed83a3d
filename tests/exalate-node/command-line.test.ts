import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { help, readOptions } from "../../tools/exalate-node/command-line.ts";
import { readDialect } from "../../tools/exalate-node/dialects.ts";

describe("embedded node: its command line", () => {
  it("converts every option to a setting", () => {
    const args =
      "--host localhost --port 9002 --self-url https://fabrikam.exalate.test --connections 10 --project A --project B --tracker snownode " +
      "--token-place jwt --session-seconds 60 --milliseconds --free-plan --mode basic --max-connections 2 " +
      "--codes-shown-once --wrapped-codes --swagger-needs-sign-in --state-file state.json";
    assert.deepEqual(readOptions(args.split(" ")), {
      host: "localhost",
      port: 9002,
      selfUrl: "https://fabrikam.exalate.test",
      connections: 10,
      projects: ["A", "B"],
      trackerType: "snownode",
      tokenPlace: "jwt",
      sessionSeconds: 60,
      expiryUnit: "milliseconds",
      plan: "free",
      modes: ["basic"],
      maxConnections: 2,
      canReadInvitation: false,
      invitationFormat: "wrapped",
      swaggerNeedsSignIn: true,
      stateFile: "state.json",
    });
  });

  it("reads a built-in dialect by its name", () => {
    assert.deepEqual(readOptions(["--dialect", "two-step"])?.dialect, readDialect("two-step"));
  });

  it("sets nothing without options", () => assert.deepEqual(readOptions([]), {}));

  it("returns null for --help", () => assert.equal(readOptions(["--help"]), null));

  it("fits a terminal", () => assert.ok(help.split("\n").every(({ length }) => length <= 100)));

  const invalidCases: [string, RegExp][] = [
    ["--port x", /^--port needs a whole number up to 65535, not "x"\./],
    ["--port 65536", /^--port needs a whole number up to 65535, not "65536"\./],
    ["--connections 1000001", /^--connections needs a whole number up to 1000000, not "1000001"\./],
    ["--token-place cookie", /^--token-place needs one of header, jwt, token, body, not "cookie"\./],
    ["--mode fancy", /^--mode needs one of basic, script, visual, not "fancy"\./],
    ["--key key.pem", /^--key and --cert must be used together\./],
    ["--key none.pem --cert none.pem", /^--key none\.pem: There is no such file\.$/],
    ["--key package.json --cert package.json", /^--key, --cert and --ca need PEM files that fit together \(/],
    ["--dialect none.json", /^--dialect none\.json: There is no such file\.$/],
    ["--dialect package.json", /^--dialect package\.json: This is not a dialect\./],
    ["--dialect README.md", /^--dialect README\.md: .*JSON/],
    ["--port 1 --port 2", /^--port is given twice\./],
    ["--prot 1", /^Unknown option '--prot'/],
    ["9002", /^Unexpected argument '9002'/],
  ];
  for (const [args, message] of invalidCases) {
    it(`refuses ${args}`, () => assert.throws(() => readOptions(args.split(" ")), { message }));
  }
});
