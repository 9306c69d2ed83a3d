import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isSecretName, isSecretSegment, isSecretSent } from "../../../src/learn/secret-values.ts";

describe("Values that can be secrets", () => {
  for (const name of ["X-Auth", "sig", "sid", "userPin", "X-Api-Key", "access_token", "csrfToken", "clientSecret"])
    it(`are named so: ${name}`, () => {
      assert.equal(isSecretName(name), true);
      assert.equal(isSecretSent("horse", ["body", name]), true);
    });

  for (const name of ["author", "pinned", "tokenType", "sessionTimeout", "authMethod", "design", "expiresIn", "passed"])
    it(`are not named so: ${name}`, () => assert.equal(isSecretName(name), false));

  for (const [value, ...steps] of [
    ["Zqx3WdnBjXCi_GGf", "headers", "X-Contoso"],
    ["ZqkQw2Lp", "query", "key"],
    ["a1b2c3", "body", "access"],
    ["correct-horse-battery-staple", "body", "state"],
    ["zq7", "body", "credentials", "value"],
    ["zq7", "body", "tokens", "0"],
    ["Token abc", "headers", "X-Contoso"],
  ] as const)
    it(`are sent: ${value} as ${steps.join("/")}`, () => assert.equal(isSecretSent(value, steps), true));

  it("are numbers too", () => assert.equal(isSecretSent(4711, ["body", "pin"]), true));

  for (const [value, ...steps] of [
    ["basic", "body", "auth"],
    ["no-check", "headers", "X-Atlassian-Token"],
    ["in_progress", "body", "state"],
    ["readOnly", "body", "access"],
    ["syncComments", "body", "settings", "0", "key"],
    ["ldap", "body", "auth", "type"],
    ["XMLHttpRequest", "headers", "X-Requested-With"],
    ["ToDoList", "body", "template"],
    ["application/json", "headers", "X-Format"],
    ["Bearer of news", "body", "title"],
    ["", "body", "password"],
    [3, "body", "state"],
  ] as const)
    it(`are not seen in ${JSON.stringify(value)} as ${steps.join("/")}`, () =>
      assert.equal(isSecretSent(value, steps), false));

  for (const [segment, before, isSecret] of [
    ["ZqTnVkWmXp", "t", true],
    ["Zq7Tn4VkWm2Xp9", undefined, true],
    ["zq7-w", "key", true],
    ["v2", "auth", false],
    ["4.0", "issuehub", false],
    ["login", "sessions", false],
    ["scopeparams", "api", false],
  ] as const)
    it(`are ${isSecret ? "" : "not "}seen in the path: ${segment} after ${before}`, () =>
      assert.equal(isSecretSegment(segment, before), isSecret));
});
