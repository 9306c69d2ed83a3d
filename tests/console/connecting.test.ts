import assert from "node:assert/strict";
import { it } from "mocha";
import { dialectNames, fakeToken } from "../../tools/exalate-node/node.ts";
import { describeInBrowser } from "./browser-tests.ts";
import { openTwoConsoles } from "./two-consoles.ts";

const name = "Contoso_to_Fabrikam";

describeInBrowser("Connecting two nodes with their consoles in a browser", (browser) => {
  for (const dialect of [undefined, ...dialectNames]) {
    it(`ends with ACTIVE on both, ${dialect ? `with the dialect ${dialect}` : "with the usual API"}`, async () => {
      const consoles = await openTwoConsoles(browser(), dialect === undefined ? {} : { dialect });
      const { contoso, fabrikam, entered } = consoles;
      try {
        const code = await contoso.person.initiate(entered);
        const [initiated] = contoso.node.connections();
        assert.equal(code, initiated?.invitationCode);
        assert.deepEqual(
          [initiated?.name, initiated?.description, initiated?.mode, initiated?.remoteUrl],
          [name, "Escalated bugs", "script", fabrikam.node.url],
        );
        await contoso.person.waitForStatus(name, "Pending");
        assert.equal(await contoso.person.showCode(name), code);

        await fabrikam.person.accept(code, "Fabrikam Service Desk");
        await fabrikam.person.waitForStatus(name, "Active");
        await contoso.person.refresh();
        await contoso.person.waitForStatus(name, "Active");
        assert.equal(contoso.node.connections()[0]?.status, "ACTIVE");

        for (const { node, person } of [contoso, fabrikam]) {
          assert.deepEqual(person.problems, []);
          assert.ok(person.calls.every((call) => !call.includes(code.slice(0, 40)) && !call.includes(fakeToken)));
          assert.deepEqual(
            node.requests.filter(({ status }) => status >= 400),
            [],
          );
        }
      } finally {
        await consoles.close();
      }
    });
  }
});
