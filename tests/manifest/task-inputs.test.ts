import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { acceptInputs } from "../../src/commands/accept.ts";
import { statusInputs, statusOptions } from "../../src/commands/await-status.ts";
import { initiateInputs, initiateOptions } from "../../src/commands/initiate-options.ts";
import type { Texts } from "../../src/commands/inputs.ts";
import { withdrawInputs } from "../../src/commands/withdraw.ts";
import { anyOf } from "../../src/core/text.ts";
import { readTasks, type TaskInput, type TaskManifest } from "./task-manifest.ts";

const tasks = readTasks(fileURLToPath(new URL("../..", import.meta.url))).map(({ manifest }) => manifest);

const read: readonly (readonly [task: string, inputs: readonly string[]])[] = [
  ["ExalateInitiate", ["exalateConnection", ...initiateInputs]],
  ["ExalateAccept", ["exalateConnection", "invitationCode", ...acceptInputs]],
  ["ExalateStatus", ["exalateConnection", ...statusInputs]],
  ["ExalateWithdraw", ["exalateConnection", ...withdrawInputs]],
];

describe("The inputs that a task declares", () => {
  for (const [name, inputs] of read) {
    it(`are those that ${name} reads`, () => {
      assert.deepEqual(
        manifestOf(name)
          .inputs.map((input) => input.name)
          .sort(),
        [...inputs].sort(),
      );
    });
  }

  it("belong to tasks that are all looked at", () => {
    const onAgents = tasks.filter(({ runsOn }) => runsOn.includes("Agent")).map(({ name }) => name);
    assert.deepEqual(onAgents.sort(), read.map(([name]) => name).sort());
  });
});

describe("The defaults that a task declares", () => {
  it("are those of ExalateInitiate's code", () => {
    const given = {
      localShortName: "Contoso",
      destinationShortName: "Fabrikam",
      destinationUrl: "https://fabrikam.test",
    };
    const options = (defaults: Partial<Texts<string>>) => initiate({ ...defaults, ...given });
    assert.deepEqual(options(defaultsOf("ExalateInitiate")), options({}));
  });

  it("are those of ExalateStatus's code", () => {
    const options = (defaults: Partial<Texts<string>>) => status({ ...defaults, connectionName: "a_to_b" });
    assert.deepEqual(options(defaultsOf("ExalateStatus")), options({}));
  });
});

describe("The choices that a task declares", () => {
  for (const name of ["mode", "ifExists", "storeIn"] as const) {
    it(`are those of ExalateInitiate's code for ${name}`, () => assertChoices("ExalateInitiate", name, initiate));
  }

  for (const name of ["ExalateStatus", "ExalateGate"]) {
    it(`are those of ExalateStatus's code for expect of ${name}`, () => assertChoices(name, "expect", status));
  }
});

function manifestOf(task: string): TaskManifest {
  const manifest = tasks.find(({ name }) => name === task);
  assert.ok(manifest, `there is no ${task}`);
  return manifest;
}

function defaultsOf(task: string): Record<string, string> {
  const given = manifestOf(task).inputs.filter((input) => input.defaultValue !== undefined);
  return Object.fromEntries(given.map(({ name, defaultValue }) => [name, String(defaultValue)]));
}

function assertChoices(task: string, name: string, run: (typed: Record<string, string>) => unknown): void {
  const input: TaskInput | undefined = manifestOf(task).inputs.find((each) => each.name === name);
  const message = `Use ${anyOf(Object.keys(input?.options ?? {}))}.`;
  assert.throws(() => run({ [name]: "none of them" }), { code: "EXA110", remedy: message });
}

function initiate(typed: Partial<Texts<string>>): unknown {
  const required = {
    localShortName: "Contoso",
    destinationShortName: "Fabrikam",
    destinationUrl: "https://fabrikam.test",
  };
  return initiateOptions(texts(initiateInputs, { ...required, ...typed }), {
    nodeUrl: new URL("https://contoso.test"),
    allowedDestinations: undefined,
    pipelineProject: "Support",
    log: { warning: assert.fail },
  });
}

function status(typed: Partial<Texts<string>>): unknown {
  return statusOptions(texts(statusInputs, { connectionName: "Contoso_to_Fabrikam", ...typed }));
}

/** The inputs as an agent gives them: an empty text for each that is not given. */
function texts<Name extends string>(names: readonly Name[], given: Partial<Texts<string>>): Texts<Name> {
  return Object.fromEntries(names.map((name) => [name, given[name] ?? ""])) as Texts<Name>;
}
