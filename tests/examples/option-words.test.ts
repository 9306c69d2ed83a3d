import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "mocha";
import { initiateInputs } from "../../src/commands/input-tables.ts";
import { inOptions, words } from "../../tools/option-words.ts";
import { help } from "../../tools/start/options.ts";
import { printedMessages } from "../docs/example-messages.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Failures that `npm start -- --node` cannot have, because they come from variables, from a proxy of the agent or later. */
const onlyInPipelines = /^EXA(112|306|406|407|6\d\d|7\d\d|900)/;

/** Failures of the other tasks, by their codes or by what they name. */
const ofOtherTasks =
  /^EXA(114|115|307|308|31\d)|"(invitationFile|decryptionKey|timeoutMinutes|pollSeconds|expect)"|was there before this step/;

/** Inputs that the command line does not offer. */
const notOffered = /"(encryptFor|passphrase|publishCode)"/;

const ofPipelines =
  /service connection|\bthis? step|\bthe input|\bthis job|(?<!-)\bagent\b|--ssl|--proxyurl|Exalate\.Doctor/i;

describe("The failures of a run from the command line", () => {
  let messages: readonly string[];
  before(async () => {
    const left = [onlyInPipelines, ofOtherTasks, notOffered];
    messages = [...(await printedMessages(root))].filter((message) => !left.some((each) => each.test(message)));
  });

  it("speak of options, not of inputs, steps and service connections", () => {
    assert.ok(messages.length > 40, String(messages.length));
    for (const message of messages.map(inOptions)) {
      assert.doesNotMatch(message, ofPipelines);
      const quoted = [...message.matchAll(/"([a-z]+[A-Z]\w*)"/g)].map(([, name]) => name);
      assert.deepEqual(
        quoted.filter((name) => name !== undefined && name in initiateInputs),
        [],
        message,
      );
    }
  });

  it("name only options that there are", () => {
    const named = messages.map(inOptions).flatMap((message) => message.match(/(?<=--)[a-z]+(?:-[a-z]+)*/g) ?? []);
    assert.deepEqual(
      [...new Set(named)].filter((name) => !help.includes(`--${name} `)),
      [],
    );
  });

  it("need each entry of the table", () => {
    const unused = words.filter(([inPipeline]) => !messages.some((message) => message.includes(inPipeline)));
    assert.deepEqual(unused, []);
  });

  it("keep their code, and all else as it is", () => {
    const message =
      'EXA204: The node at azurenode-1.exalate.cloud knows no project "Fabrikm". Check the input "project".';
    assert.equal(inOptions(message), message.replace('the input "project"', "--project"));
    assert.equal(inOptions('The node says: "project" and "theirOwn"'), 'The node says: "project" and "theirOwn"');
  });
});
