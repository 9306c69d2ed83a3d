import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { help, readOptions } from "../../tools/exalate-node/command-line.ts";
import { readDialect } from "../../tools/exalate-node/dialects.ts";

describe("embedded node: its command line", () => {
  it("turns every option into a setting", () => {
    const args =
      "--host localhost --port 9002 --self-url https://fabrikam.exalate.test --project A --project B --tracker snownode " +
      "--token-place jwt --session-seconds 60 --milliseconds --free-plan --mode basic --max-connections 2 " +
      "--codes-shown-once --wrapped-codes --swagger-needs-sign-in --state-file state.json";
    assert.deepEqual(readOptions(args.split(" ")), {
      host: "localhost",
      port: 9002,
      selfUrl: "https://fabrikam.exalate.test",
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

  it("takes a built-in dialect by its name", () => {
    assert.deepEqual(readOptions(["--dialect", "two-step"])?.dialect, readDialect("two-step"));
  });

  it("leaves everything open that isn't given", () => assert.deepEqual(readOptions([]), {}));

  it("asks for help", () => assert.equal(readOptions(["--help"]), null));

  it("fits a terminal", () => assert.ok(help.split("\n").every(({ length }) => length <= 100)));

  const wrongOnes: [string, RegExp][] = [
    ["--port x", /^--port takes a number, not "x"$/],
    ["--port 65536", /^--port takes a number, not "65536"$/],
    ["--token-place cookie", /^--token-place takes one of header, jwt, token, body, not "cookie"$/],
    ["--mode fancy", /^--mode takes one of basic, script, visual, not "fancy"$/],
    ["--key key.pem", /^--key and --cert belong together$/],
    ["--prot 1", /^Unknown option '--prot'/],
    ["9002", /^Unexpected argument '9002'/],
  ];
  for (const [args, message] of wrongOnes) {
    it(`refuses ${args}`, () => assert.throws(() => readOptions(args.split(" ")), { message }));
  }
});
