import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type InitiateInputs, initiateOptions } from "../../../src/commands/initiate-options.ts";
import { initiateInputs } from "../../../src/commands/input-tables.ts";
import type { FailureCode } from "../../../src/core/failures.ts";
import { parseAllowedDestinations } from "../../../src/exalate/address.ts";
import { failsWith } from "../../support/failures.ts";
import { FakeAgent } from "../../support/fake-agent.ts";
import { emptyInputs } from "../../support/initiate-options.ts";

const minimalInputs: InitiateInputs = {
  ...emptyInputs(initiateInputs),
  destinationUrl: "https://jcloudnode-1.exalate.cloud/",
  localShortName: "ado",
  destinationShortName: "jira",
};

function check(inputs: Partial<InitiateInputs>, allowed = "", pipelineProject: string | undefined = "Fabrikam") {
  const agent = new FakeAgent();
  const options = initiateOptions(
    { ...minimalInputs, ...inputs },
    {
      nodeUrl: new URL("https://azurenode-1.exalate.cloud"),
      allowedDestinations: parseAllowedDestinations(allowed),
      pipelineProject,
      log: agent.log,
    },
  );
  return { options, agent };
}

describe("The inputs of ExalateInitiate@1", () => {
  it("have the console's defaults", () => {
    assert.deepEqual(check({}).options, {
      request: {
        localShortName: "ado",
        destinationShortName: "jira",
        connectionName: "ado_to_jira",
        private: false,
        destinationUrl: "https://jcloudnode-1.exalate.cloud",
        project: "Fabrikam",
        mode: "script",
      },
      ifExists: "reuse",
      storeIn: { kind: "none" },
      encryptFor: "",
      publishCode: true,
    });
  });

  it("are all read and trimmed, and choices are read in any case", () => {
    const { options } = check({
      destinationUrl: "",
      private: "True",
      localShortName: " ado ",
      connectionName: " bridge\n",
      description: "two\nlines",
      project: " Contoso Support ",
      mode: "Basic",
      ifExists: "REPLACE",
      storeIn: "variablegroup",
      variableGroup: "exalate codes",
      encryptFor: " a key\nanother ",
      publishCode: "FALSE",
    });
    assert.deepEqual(options, {
      request: {
        localShortName: "ado",
        destinationShortName: "jira",
        connectionName: "bridge",
        description: "two\nlines",
        private: true,
        project: "Contoso Support",
        mode: "basic",
      },
      ifExists: "replace",
      storeIn: { kind: "variableGroup", variableGroup: "exalate codes" },
      encryptFor: "a key\nanother",
      publishCode: false,
    });
  });

  const refusals: [what: string, inputs: Partial<InitiateInputs>, code: FailureCode, words: RegExp][] = [
    ["a public key that was not expanded", { encryptFor: "$(key)" }, "EXA102", /"encryptFor"/],
    ["a public key among others that was not expanded", { encryptFor: "age1x\n$(key)" }, "EXA102", /\$\(key\)/],
    ["a publishCode that was not expanded", { publishCode: "$(publish)" }, "EXA102", /"publishCode"/],
    ["no local short name", { localShortName: " " }, "EXA101", /"localShortName"/],
    ["no destination short name", { destinationShortName: "" }, "EXA101", /"destinationShortName"/],
    ["no destination", { destinationUrl: "" }, "EXA101", /"destinationUrl"/],
    ["an unexpanded required input", { localShortName: "$(short)" }, "EXA102", /"localShortName" is "\$\(short\)"/],
    ["an unexpanded destination", { destinationUrl: "$(url)" }, "EXA102", /"destinationUrl"/],
    ["a destination with an unexpanded part", { destinationUrl: "https://$(host)" }, "EXA102", /"destinationUrl"/],
    ["a name with an unexpanded part", { connectionName: "a_to_$(b)" }, "EXA102", /"connectionName"/],
    ["a destination that is no URL", { destinationUrl: "jira" }, "EXA103", /"destinationUrl"/],
    ["a destination in clear", { destinationUrl: "http://contoso.com" }, "EXA104", /http/],
    ["private with a URL", { private: "true" }, "EXA105", /private: true/],
    ["a long name", { connectionName: "x".repeat(256) }, "EXA106", /256 characters/],
    ["a long short name", { localShortName: "x".repeat(256) }, "EXA106", /localShortName/],
    [
      "a long proposed name",
      { localShortName: "x".repeat(200), destinationShortName: "y".repeat(200) },
      "EXA106",
      /connectionName is 404/,
    ],
    ["Visual mode", { mode: "Visual" }, "EXA107", /browser/],
    ["the node itself", { destinationUrl: "https://AZUREnode-1.exalate.cloud/" }, "EXA109", /itself/],
    ["a variable group without a name", { storeIn: "variableGroup" }, "EXA101", /"variableGroup"/],
    ["an unknown place to store in", { storeIn: "vault" }, "EXA110", /none, variableGroup or release/],
    ["an unknown mode", { mode: "magic" }, "EXA110", /"mode" is "magic"\. Use script or basic/],
    ["an unknown ifExists", { ifExists: "maybe" }, "EXA110", /reuse, replace or fail/],
    ["a private that is neither true nor false", { private: "yes" }, "EXA110", /"private"/],
    [
      "a password around an unexpanded part",
      { destinationUrl: "https://u:pw@$(h)" },
      "EXA102",
      /contains "\$\(h\)": this/,
    ],
    ["a name that reverses the text direction", { connectionName: "a\u202eb" }, "EXA111", /"a<U\+202E>b"/],
    ["a short name with a tag", { localShortName: "a\u{e0041}" }, "EXA111", /"a<U\+E0041>"/],
    ["a name over two lines", { connectionName: "a\nb" }, "EXA111", /connectionName/],
    ["a destination's name over two lines", { destinationShortName: "a\nb" }, "EXA111", /destinationShortName/],
    ["a project over two lines", { project: "a\nb" }, "EXA111", /project/],
  ];
  for (const [what, inputs, code, words] of refusals) {
    it(`refuse ${what} with ${code}`, async () => {
      assert.match(await failsWith(code, () => check(inputs)), words);
    });
  }

  it("count as empty, with a warning, when a variable was not expanded", () => {
    const {
      options: { request },
      agent,
    } = check({
      description: "$(text)",
      connectionName: "$(name)",
      mode: "$(mode)",
      project: "$(project)",
    });
    assert.deepEqual(
      [request.description, request.connectionName, request.mode, request.project],
      [undefined, "ado_to_jira", "script", "Fabrikam"],
    );
    assert.equal(agent.events.filter((event) => event.startsWith("warning: ")).length, 4);
  });

  it("can have an unexpanded variable inside a description", () => {
    assert.equal(check({ description: "made by $(tool) here" }).options.request.description, "made by $(tool) here");
  });

  it("need a project when the pipeline has none", async () => {
    await failsWith("EXA101", () => check({}, "", ""));
    await failsWith("EXA102", () => check({ project: "$(project)" }, "", ""));
  });

  it("accept a name of 255 characters of any kind", () => {
    assert.equal(check({ connectionName: "😀".repeat(255) }).options.request.connectionName.length, 510);
  });

  it("are limited to the destinations that the service connection allows", async () => {
    assert.ok(check({}, "*.exalate.cloud").options.request.destinationUrl);
    assert.match(
      await failsWith("EXA108", () => check({}, "*.contoso.com, jira.fabrikam.com")),
      /\*\.contoso\.com, jira\.fabrikam\.com/,
    );
    assert.match(
      await failsWith("EXA108", () => check({ destinationUrl: "", private: "true" }, "*.exalate.cloud")),
      /private destination is/,
    );
    assert.ok(check({ destinationUrl: "", private: "true" }, "private").options.request.private);
  });

  it("are accepted or refused with a code, for any text", () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("", "true", "$(x)", "https://a.b", "visual", "reuse"),
    );
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(Object.keys(initiateInputs).map((name) => [name, anyText]))),
        (inputs) => {
          try {
            const { request } = check(inputs).options;
            assert.ok(request.connectionName.length > 0 && !/[\r\n]/.test(request.connectionName));
            assert.equal(request.private, request.destinationUrl === undefined);
          } catch (error) {
            assert.match(String(error), /EXA1\d\d/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
