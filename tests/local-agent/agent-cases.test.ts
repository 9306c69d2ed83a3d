import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { parseCommand } from "../../tools/local-agent/command-parser.ts";
import { toEnvironmentName } from "../../tools/local-agent/environment.ts";
import { startVariables } from "../../tools/local-agent/job-variables.ts";
import { Masker } from "../../tools/local-agent/masker.ts";
import { mergeResults } from "../../tools/local-agent/results.ts";
import { Variables } from "../../tools/local-agent/variables.ts";
import * as environmentNames from "./agent-cases/environment-names.ts";
import * as jobMessage from "./agent-cases/job-message.ts";
import * as loggingCommand from "./agent-cases/logging-command.ts";
import * as secretMasker from "./agent-cases/secret-masker.ts";
import * as setVariableRestrictions from "./agent-cases/set-variable-restrictions.ts";
import { titleOf } from "./agent-cases/source.ts";
import * as taskCommand from "./agent-cases/task-command.ts";
import * as taskResult from "./agent-cases/task-result.ts";
import * as agentVariables from "./agent-cases/variables.ts";
import { bodyOf, Sandbox } from "./sandbox.ts";

describe(titleOf(loggingCommand.file), () => {
  for (const { line, unescapesPercents, properties, data } of loggingCommand.commands) {
    it(`reads ${line}${unescapesPercents ? "" : " and does not decode percents"}`, () => {
      const command = parseCommand(line, unescapesPercents);
      assert.deepEqual([command?.area, command?.event, command?.data], ["area", "event", data]);
      assert.deepEqual(Object.fromEntries(command?.properties ?? []), properties);
    });
  }
});

describe(titleOf(taskResult.file), () => {
  for (const [current, coming, merged] of taskResult.merges) {
    it(`merges ${current ?? "nothing"} and ${coming} to ${merged}`, () => {
      assert.equal(mergeResults(current, coming), merged);
    });
  }
});

describe(titleOf(secretMasker.files), () => {
  for (const { name, minimumLength, values, minimumLengthAfterwards, text, masked } of secretMasker.maskings) {
    it(name, () => {
      const masker = new Masker();
      if (minimumLength !== undefined) masker.ignoreShorterThan(minimumLength);
      for (const value of values) masker.add(value);
      if (minimumLengthAfterwards !== undefined) masker.ignoreShorterThan(minimumLengthAfterwards);
      assert.equal(masker.mask(text), masked);
    });
  }

  for (const { name, text, masked } of secretMasker.urls) {
    it(name, () => assert.equal(new Masker().mask(text), masked));
  }
});

describe(titleOf(agentVariables.file), () => {
  for (const { name, given, expanded, warnings = { of: [], about: /none/ } } of agentVariables.expansions) {
    it(name, () => {
      const variables = new Variables(new Masker());
      const start = Object.entries(given).map(([key, value]) => ({ name: key, ...spelledOut(value) }));
      const found = startVariables(variables, new Masker(), start);
      assert.deepEqual(
        variables.all().map((variable) => [variable.name, variable.value, variable.isSecret]),
        Object.keys(given)
          .filter((key) => key in expanded)
          .map((key) => [key, spelledOut(expanded[key]).value, spelledOut(expanded[key]).isSecret]),
      );
      assert.deepEqual(
        found.map((warning) => /'(.*)'/.exec(warning)?.[1]),
        warnings.of,
      );
      for (const warning of found) assert.match(warning, warnings.about);
    });
  }

  it("RecalculateExpanded_PerformsRecalculation, ExpandValues_DoesNotRecurse", () => {
    const variables = new Variables(new Masker());
    startVariables(variables, new Masker(), [
      { name: "topLevelVariable", value: "$(nestedVariable1) $(nestedVariable2)" },
      { name: "nestedVariable1", value: "Some nested value 1" },
    ]);
    variables.set("nestedVariable2", "Some nested value 2");
    assert.equal(variables.get("topLevelVariable"), "Some nested value 1 $(nestedVariable2)");
    assert.deepEqual(variables.expand(), []);
    assert.equal(variables.get("topLevelVariable"), "Some nested value 1 Some nested value 2");
  });

  for (const { name, set, secret = [], readOnly = [], notReadOnly = [], values = {} } of agentVariables.assignments) {
    it(name, () => {
      const variables = new Variables(new Masker());
      for (const { name: key, value, ...flags } of set) variables.set(key, value, flags);
      variables.expand();
      for (const key of secret) assert.equal(variables.isSecret(key), true, key);
      for (const key of readOnly) assert.equal(variables.isReadOnly(key), true, key);
      for (const key of notReadOnly) assert.equal(variables.isReadOnly(key), false, key);
      for (const [key, value] of Object.entries(values)) assert.equal(variables.get(key), value);
    });
  }
});

function spelledOut(value: string | { readonly secret: string } | undefined): { value: string; isSecret: boolean } {
  return typeof value === "object" ? { value: value.secret, isSecret: true } : { value: value ?? "", isSecret: false };
}

describe(titleOf(environmentNames.file), () => {
  for (const [name, inEnvironment, keepsCase] of environmentNames.names) {
    it(`converts "${name}" to "${inEnvironment}"`, () => {
      assert.equal(toEnvironmentName(name, keepsCase), inEnvironment);
    });
  }
});

describe(titleOf(jobMessage.files), () => {
  for (const [name, given, found] of jobMessage.variables) {
    it(`starts ${name} with ${JSON.stringify(given)} as ${JSON.stringify(found)}`, () => {
      const variables = new Variables(new Masker());
      startVariables(variables, new Masker(), [{ name, value: given }]);
      assert.equal(variables.get(name), found);
    });
  }
});

describe("local agent: cases of the agent that run a task", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.dispose());

  describe(titleOf(setVariableRestrictions.file), () => {
    for (const { name, task, target, mayBeSet, mayNotBeSet } of setVariableRestrictions.restrictions) {
      it(name, async () => {
        const names = [...mayBeSet, ...mayNotBeSet];
        const script = names.map((each) => `console.log(${JSON.stringify(settingLine(each))});`).join("\n");
        const job = sandbox.job({ agentEnvironment: { PATH: "/base" } });
        const step = await job.runTask({
          taskFolder: sandbox.task(script, task === undefined ? {} : { restrictions: task }),
          inputs: {},
          ...(target === undefined ? {} : { target: { settableVariables: target } }),
        });
        assert.equal(step.result, "Succeeded");
        assert.deepEqual(
          step.issues.map(({ type, message }) => [type, /variable '(.+)' has been disabled/.exec(message)?.[1]]),
          mayNotBeSet.map((each) => ["warning", each]),
        );
        const environment = await sandbox.environment(job);
        for (const each of mayBeSet) assert.match(environment[each.toUpperCase()] ?? "", /^myValue/, each);
        for (const each of mayNotBeSet) assert.doesNotMatch(environment[each.toUpperCase()] ?? "", /^myValue/, each);
      });
    }
  });

  describe(titleOf(taskCommand.file), () => {
    for (const { name, line, environment } of taskCommand.setEndpoints) {
      it(name, async () => {
        const variables = [{ name: "System.AccessToken", value: "token-of-the-job", isSecret: true }];
        const job = sandbox.job({ endpoints: [taskCommand.connection], variables });
        const step = await sandbox.print(job, [line]);
        assert.equal(step.result, environment === undefined ? "Failed" : "Succeeded");
        const definition = { inputs: [{ name: "c", type: "connectedService:sample" }] };
        const found = await sandbox.environment(job, { inputs: { c: "connection" } }, definition);
        const { id } = taskCommand.connection;
        const expected = environment ?? { [`ENDPOINT_URL_${id}`]: "https://test.com/" };
        for (const [key, value] of Object.entries(expected)) assert.equal(found[key], value, key);
      });
    }

    for (const { name, line, debug } of taskCommand.issueSources) {
      it(name, async () => {
        const variables = [{ name: "ENABLE_ISSUE_SOURCE_VALIDATION", value: "true" }];
        const step = await sandbox.print(sandbox.job({ debug: true, variables }), [line]);
        assert.deepEqual(step.issues, [{ type: "error", message: "test error", data: { type: "error" } }]);
        assert.deepEqual(
          bodyOf(step).filter((each) => each.includes("correlation ID")),
          debug,
        );
      });
    }
  });
});

function settingLine(name: string): string {
  return name === "PATH" ? "##vso[task.prependpath]myValue" : `##vso[task.setvariable variable=${name}]myValue`;
}
