import assert from "node:assert/strict";
import { it } from "mocha";
import { startExalateNode } from "../../tools/exalate-node/node.ts";
import { openConsole, ShownError } from "../support/console-person.ts";
import { describeInBrowser } from "./browser-tests.ts";
import { openTwoConsoles } from "./two-consoles.ts";

function shown(message: string) {
  return (error: unknown) => {
    assert.ok(error instanceof ShownError, String(error));
    assert.equal(error.message, message);
    return true;
  };
}

describeInBrowser("The console in a browser, when the node refuses", (browser) => {
  it("shows that credentials are wrong, at the field", async () => {
    const node = await startExalateNode();
    const person = await openConsole(browser(), node.url);
    try {
      await assert.rejects(person.signIn("wrong"), shown("Credentials provided are not correct"));
      const field = person.page.getByLabel("Token");
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      assert.ok(await field.evaluate((input) => input === input.ownerDocument.activeElement));
    } finally {
      await person.close();
      await node.close();
    }
  });

  it("refuses a bad invitation code at Next, and then takes a good one", async () => {
    const consoles = await openTwoConsoles(browser());
    const { contoso, fabrikam } = consoles;
    try {
      const invalid = "Invitation code is invalid. Please contact your partner to get the new invitation code";
      await assert.rejects(fabrikam.person.accept("not a code", "Fabrikam"), shown(invalid));
      assert.equal(fabrikam.node.requests.filter(({ path }) => path.endsWith("/accept")).length, 0);
      const { invitationCode } = contoso.node.addConnection({ name: "good", remoteUrl: null });
      await fabrikam.person.page.getByRole("dialog").getByLabel("Invitation code").fill(invitationCode);
      await fabrikam.person.proceed("Next", "Project");
      await assert.rejects(
        fabrikam.person.proceed("Confirm", "nothing"),
        shown("Choose the project that receives items."),
      );
    } finally {
      await consoles.close();
    }
  });

  it("shows that the name is taken, and initiates with another name after Back", async () => {
    const consoles = await openTwoConsoles(browser());
    const { contoso, entered } = consoles;
    try {
      contoso.node.addConnection({ name: "taken", remoteUrl: null });
      await assert.rejects(
        contoso.person.initiate({ ...entered, connectionName: "taken" }),
        shown('Connection with the name "taken" already exists'),
      );
      await contoso.person.proceed("Back", "Connection");
      await contoso.person.page.getByRole("dialog").getByLabel("Connection name").fill("free");
      await contoso.person.proceed("Next", "Project");
      await contoso.person.page.getByRole("radio", { name: entered.project }).check();
      await contoso.person.proceed("Initiate", "Invitation code");
      assert.deepEqual(
        contoso.node.connections().map(({ name }) => name),
        ["taken", "free"],
      );
    } finally {
      await consoles.close();
    }
  });

  it("shows that no node answers at the destination, and which modes it offers", async () => {
    const consoles = await openTwoConsoles(browser(), { modes: ["basic", "visual"] });
    const { contoso, fabrikam, entered } = consoles;
    try {
      const nowhere = "http://127.0.0.1:1";
      await assert.rejects(
        contoso.person.initiate({ ...entered, destinationUrl: nowhere }),
        shown(`No Exalate node answers at ${nowhere}`),
      );
      const dialog = contoso.person.page.getByRole("dialog");
      await dialog.getByLabel("Destination Instance URL").fill(fabrikam.node.url);
      await contoso.person.proceed("Next", "Configuration Mode");
      assert.deepEqual(
        await dialog.getByRole("radio").evaluateAll((all) => all.map((each) => each.getAttribute("value"))),
        ["basic"],
      );
    } finally {
      await consoles.close();
    }
  });

  it("says what the node has no call for", async () => {
    const consoles = await openTwoConsoles(browser(), { dialect: "two-step", canReadInvitation: false });
    const { contoso } = consoles;
    try {
      contoso.node.addConnection({ name: "kept", remoteUrl: null });
      await contoso.person.refresh();
      await assert.rejects(contoso.person.remove("kept"), shown("This node has no call to remove a connection."));
      await contoso.person.cancel();
      assert.equal(await contoso.person.statusOf("kept"), "PENDING");
      await contoso.person.page.getByRole("button", { name: "Show invitation code: kept" }).click();
      await contoso.person.refresh();
      await contoso.person.page.getByText("This node has no call to show an invitation code again.").waitFor();
    } finally {
      await consoles.close();
    }
  });

  it("shows the node's words when the session has expired, and when it cannot be reached", async () => {
    const consoles = await openTwoConsoles(browser());
    const { node, person } = consoles.contoso;
    const refresh = person.page.getByRole("button", { name: "Refresh" });
    try {
      const body = JSON.stringify({ message: "The session has expired" });
      node.misbehave({ operation: "listConnections", fault: { kind: "status", status: 401, body } });
      await refresh.click();
      await person.page.getByText("The session has expired").waitFor();
      await node.close();
      await refresh.click();
      await person.page.getByText("The node cannot be reached.").waitFor();
    } finally {
      await consoles.close();
    }
  });
});
