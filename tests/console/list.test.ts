import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "mocha";
import { fakePassword, fakeToken, fakeUser, startExalateNode } from "../../tools/exalate-node/node.ts";
import { ask } from "../exalate-node/requests.ts";
import { openConsole } from "../support/console-person.ts";
import { describeInBrowser } from "./browser-tests.ts";
import { openTwoConsoles } from "./two-consoles.ts";

const name = "Contoso_to_Fabrikam";

describeInBrowser("The list of the console in a browser", (browser) => {
  it("shows a new status without a click", async () => {
    const consoles = await openTwoConsoles(browser());
    const { contoso, fabrikam } = consoles;
    try {
      const { invitationCode } = contoso.node.addConnection({ name, remoteUrl: fabrikam.node.url });
      await contoso.person.waitForStatus(name, "Pending");
      const accepted = await ask(fabrikam.node, "POST", "/connections/accept", { invitationCode, project: "Fabrikam" });
      assert.equal(accepted.status, 200);
      await contoso.person.page.getByRole("status").getByText(`${name} is now active.`).waitFor();
      assert.equal(await contoso.person.statusOf(name), "ACTIVE");
    } finally {
      await consoles.close();
    }
  });

  it("initiates a private connection, whose destination is unknown", async () => {
    const consoles = await openTwoConsoles(browser());
    const { contoso, entered } = consoles;
    try {
      await contoso.person.initiate({ ...entered, destinationUrl: "", mode: "Basic", connectionName: "hidden" });
      const [connection] = contoso.node.connections();
      assert.deepEqual(
        [connection?.name, connection?.private, connection?.remoteUrl, connection?.mode],
        ["hidden", true, null, "basic"],
      );
      await contoso.person.page.getByRole("row", { name: "hidden Unknown Pending" }).waitFor();
    } finally {
      await consoles.close();
    }
  });

  it("removes a connection after a confirmation", async () => {
    const consoles = await openTwoConsoles(browser());
    const { node, person } = consoles.contoso;
    try {
      for (const each of ["first", "second"]) node.addConnection({ name: each, remoteUrl: null });
      await person.refresh();
      await person.waitForStatus("second", "Pending");
      await person.remove("first");
      await person.page.getByRole("rowheader", { name: "first" }).waitFor({ state: "detached" });
      assert.deepEqual(
        node.connections().map((each) => each.name),
        ["second"],
      );
      assert.equal(await person.statusOf("second"), "PENDING");
    } finally {
      await consoles.close();
    }
  });

  it("lists more connections than fit on one page of the API", async () => {
    const node = await startExalateNode({ tokenPlace: "jwt", tokens: [] });
    for (let number = 1; number <= 60; number++) node.addConnection({ name: `connection ${number}`, remoteUrl: null });
    const person = await openConsole(browser(), node.url);
    try {
      await person.signIn(fakePassword, fakeUser);
      await person.waitForStatus("connection 60", "Pending");
      assert.equal(await person.page.getByRole("row").count(), 61);
    } finally {
      await person.close();
      await node.close();
    }
  });

  it("records what the browser and the node said to each other", async () => {
    const folder = await mkdtemp(join(tmpdir(), "console-"));
    const node = await startExalateNode();
    const harFile = join(folder, "console.har");
    try {
      const person = await openConsole(browser(), node.url, { harFile });
      await person.signIn(fakeToken);
      await person.close();
      const { log } = JSON.parse(readFileSync(harFile, "utf8"));
      const calls = log.entries.map(({ request }: { request: { method: string; url: string } }) => {
        return `${request.method} ${new URL(request.url).pathname}`;
      });
      assert.deepEqual(calls.slice(0, 3), [
        "GET /",
        "POST /rest/issuehub/4.0/authenticate",
        "GET /rest/issuehub/4.0/connections",
      ]);
      assert.match(log.entries[2].response.content.text, /"results":\[\]/);
    } finally {
      await node.close();
      rmSync(folder, { recursive: true });
    }
  });
});
