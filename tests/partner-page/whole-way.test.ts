import assert from "node:assert/strict";
import { afterEach, before, beforeEach, it } from "mocha";
import type { Browser } from "playwright-core";
import { fakeToken } from "../../tools/exalate-node/node.ts";
import type { ApprovalRequest } from "../../tools/local-pipeline/pipeline.ts";
import { describeInBrowser } from "../console/browser-tests.ts";
import { failureCodes, requireBuiltTasks } from "../examples/built-tasks.ts";
import { assertSecretsStayInside } from "../examples/leak-scan.ts";
import { initiateFile, invitationFile, invitationIn, TwoOrganizations } from "../examples/two-organizations.ts";
import { openConsole } from "../support/console-person.ts";
import type { MadeKey } from "../support/partner-page-person.ts";
import { withPage } from "./page-tests.ts";

const connection = "Contoso_to_Fabrikam";

describeInBrowser(`The partner's page and the example ${initiateFile}`, (browser) => {
  let both: TwoOrganizations;
  before(requireBuiltTasks);
  beforeEach(async () => {
    both = await TwoOrganizations.start();
  });
  afterEach(() => both.close());

  for (const [how, passphrase] of [
    ["a saved key", undefined],
    ["a saved key with a passphrase", "correct horse battery staple"],
  ] as const) {
    it(`connect both sides with ${how}, by hand at the partner`, async () => {
      const key = await makeKey(browser(), passphrase);
      const approve = async (request: ApprovalRequest) => {
        const [summary] = request.summaries;
        assert.ok(summary?.content.includes(key.fingerprint), "The approver cannot compare the fingerprint");
        const code = await openInvitation(browser(), key, invitationIn(request.artifacts), passphrase);
        await acceptInConsole(browser(), both.nodes.fabrikam.url, code);
        return true;
      };
      const report = await both.invite({ publicKey: key.recipient }, { approve });
      assert.deepEqual([report.result, failureCodes(report)], ["Succeeded", []]);
      assert.deepEqual(both.nodes.states(), { contoso: [`${connection} ACTIVE`], fabrikam: [`${connection} ACTIVE`] });
      const saved = Buffer.from(key.file.content).toString("utf8");
      const identity = /^AGE-SECRET-KEY-\w+$/m.exec(saved)?.[0];
      assert.equal(identity === undefined, passphrase !== undefined);
      assertSecretsStayInside(both, {
        ...(identity === undefined ? {} : { identity }),
        ...(passphrase && { passphrase }),
      });
    });
  }
});

async function makeKey(browser: Browser, passphrase?: string): Promise<MadeKey> {
  let made: MadeKey | undefined;
  await withPage(browser, async (person) => {
    made = await person.makeKey(passphrase);
  });
  return made ?? assert.fail("No key was made");
}

/** Opens the invitation in a new window, as days later: only the saved file is left of the key. */
async function openInvitation(browser: Browser, { file }: MadeKey, content: Buffer, passphrase?: string) {
  let code = "";
  await withPage(browser, async (person) => {
    await person.openWithIdentity({ name: invitationFile, content }, file, passphrase);
    code = await person.copiedCode();
    assert.equal(await person.shownCode(), code);
  });
  return code;
}

async function acceptInConsole(browser: Browser, url: string, code: string): Promise<void> {
  const person = await openConsole(browser, url);
  try {
    await person.signIn(fakeToken);
    await person.accept(code, "Fabrikam Service Desk");
    await person.waitForStatus(connection, "ACTIVE");
    assert.deepEqual(person.problems, []);
  } finally {
    await person.close();
  }
}
