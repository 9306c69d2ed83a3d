import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkConnectionAllowed } from "../../../src/commands/allowed-connection.ts";
import { parseAllowedDestinations } from "../../../src/exalate/address.ts";
import { failsWith } from "../../support/failures.ts";

const connection = { connectionId: "7", connectionName: "a_to_b", status: "ACTIVE" };

function check(list: string, where: { readonly destinationUrl?: string; readonly private?: boolean }): void {
  const allowed = parseAllowedDestinations(list);
  assert.ok(allowed);
  checkConnectionAllowed({ ...connection, ...where }, allowed);
}

describe("A connection with allowed destinations", () => {
  it("can lead to an allowed destination", () => {
    check("*.contoso.com", { destinationUrl: "https://jira.contoso.com/x" });
    check("private", { private: true });
    check("private, jira.contoso.com", { destinationUrl: "https://jira.contoso.com" });
  });

  const refused: [list: string, where: Parameters<typeof check>[1], shown: string][] = [
    ["*.contoso.com", { destinationUrl: "https://contoso.com.example/" }, "https://contoso.com.example/"],
    ["*.contoso.com", { destinationUrl: "http://jira.contoso.com" }, "http://jira.contoso.com"],
    ["*.contoso.com", { destinationUrl: "no URL\n##[x]" }, "no URL #_#[x]"],
    ["*.contoso.com", { private: true }, "(private)"],
    ["private", { private: false }, "not show"],
    ["private", {}, "not show"],
    ["private", { destinationUrl: "https://jira.contoso.com" }, "https://jira.contoso.com"],
  ];
  for (const [list, where, shown] of refused) {
    it(`is refused with ${list} when it leads to ${JSON.stringify(where)}`, async () => {
      const message = await failsWith("EXA108", () => check(list, where));
      for (const part of ["a_to_b", shown, list]) assert.ok(message.includes(part), `${part} in ${message}`);
    });
  }
});
