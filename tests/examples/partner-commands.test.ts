import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { partsOf, sectionOf } from "../docs/markdown.ts";
import { assertClean } from "../support/secret-scan.ts";
import { requireBuiltTasks } from "./built-tasks.ts";
import { longestMilliseconds, openShell, outputOf, type Shell, stop } from "./shell.ts";
import { exampleText } from "./two-nodes.ts";
import { invitationFile, TwoOrganizations } from "./two-organizations.ts";

// Both runs are processes of their own. They share the nodes and the encrypted file, and nothing else.
describe("The commands for two organizations in the README of the examples", function () {
  this.timeout(2 * longestMilliseconds);
  let both: TwoOrganizations;
  const shells: Shell[] = [];
  before(async () => {
    requireBuiltTasks();
    both = await TwoOrganizations.start();
  });
  after(async () => {
    for (const shell of shells) stop(shell);
    await both.close();
  });

  function run(commands: string): Promise<string> {
    const shell = openShell(commands);
    shells.push(shell);
    return outputOf(shell);
  }

  it("end with ACTIVE on both sides, and print no secret", async () => {
    const [nodes = "", makeKey = "", initiate = "", accept = ""] = commandsOfReadme();
    assert.deepEqual(nodes.match(/(?<=--port )\d+/g), ["8081", "8082"]);
    const here = (commands: string) =>
      commands
        .replaceAll("build/partner", both.folder)
        .replaceAll("http://127.0.0.1:8081", both.nodes.contoso.url)
        .replaceAll("http://127.0.0.1:8082", both.nodes.fabrikam.url);

    assert.equal(await run(here(makeKey)), "");
    const initiating = run(here(initiate));
    const file = join(both.folder, "artifacts", "Contoso_to_Fabrikam.invitation", invitationFile);
    await Promise.race([initiating, appears(file)]);
    const accepted = await run(here(accept));
    const initiated = await initiating;

    assert.deepEqual(both.nodes.states(), {
      contoso: ["Contoso_to_Fabrikam ACTIVE"],
      fabrikam: ["Contoso_to_Fabrikam ACTIVE"],
    });
    const identity = /AGE-SECRET-KEY-\w+/.exec(readFileSync(join(both.folder, "variables.json"), "utf8"))?.[0] ?? "";
    assert.notEqual(identity, "");
    const secrets = { ...both.nodes.secrets(), identity };
    for (const [what, output] of Object.entries({ initiated, accepted })) assertClean(what, output, secrets);
    assertClean(invitationFile, readFileSync(file, "utf8"), secrets);
  });
});

function commandsOfReadme(): string[] {
  const section = sectionOf(exampleText("README.md"), (title) => title === "Two organizations on your machine");
  return partsOf(section ?? "").blocks.map(({ text }) => text);
}

async function appears(file: string): Promise<void> {
  const end = Date.now() + longestMilliseconds;
  while (!existsSync(file)) {
    if (Date.now() > end) throw new Error(`${file} did not appear.`);
    await sleep(100);
  }
}
