import assert from "node:assert/strict";
import { it } from "mocha";
import { fakeToken, startExalateNode } from "../../tools/exalate-node/node.ts";
import { openConsole } from "../support/console-person.ts";
import { describeInBrowser } from "./browser-tests.ts";
import { assertAccessible, focused, violationsIn } from "./page-checks.ts";
import { openTwoConsoles } from "./two-consoles.ts";

describeInBrowser("The accessibility of the console", (browser) => {
  it("holds for sign-in, list, every step of the wizards and their errors", async () => {
    const { contoso, fabrikam, entered, close } = await openTwoConsoles(browser());
    const { page } = contoso.person;
    try {
      await assertAccessible(page, "empty list");
      contoso.node.addConnection({ name: "A_connection_with_quite_a_long_name_that_has_no_space", remoteUrl: null });
      for (const status of ["ACTIVE", "DEACTIVATED"] as const)
        contoso.node.addConnection({ name: status, remoteUrl: fabrikam.node.url, status });
      await contoso.person.refresh();
      await contoso.person.waitForStatus("DEACTIVATED", "Deactivated");
      await assertAccessible(page, "list");
      await page.getByRole("button", { name: "Initiate connection" }).click();
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByText("Destination Instance URL is missing.").waitFor();
      await assertAccessible(page, "destination with an error");
      await contoso.person.cancel();
      await contoso.person.enterConnection(entered);
      await assertAccessible(page, "project");
      await contoso.person.proceed("Back", "Connection");
      await assertAccessible(page, "names");
      await contoso.person.proceed("Back", "Configuration Mode");
      await assertAccessible(page, "mode");
      await contoso.person.cancel();
      await page.getByRole("button", { name: "Remove: ACTIVE" }).click();
      await assertAccessible(page, "remove");
      await contoso.person.cancel();
      await page.getByRole("button", { name: /^Show invitation code: A_conn/ }).click();
      await page.getByRole("button", { name: "Show invitation code", exact: true }).click();
      await assertAccessible(page, "invitation code");
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await assertAccessible(page, "sign-in");
    } finally {
      await close();
    }
  });

  it("checks find what is wrong", async () => {
    const page = await browser().newPage();
    try {
      await page.setContent(`<title></title><body style="background: white"><h2 id="a">Title</h2><h4 id="a">Deep</h4>
        <input><button></button><p tabindex="2" aria-describedby="b">x</p><p style="color: #999">pale</p>
        <div style="width: 5000px">wide</div>`);
      const found = await violationsIn(page);
      for (const part of [
        "<input>",
        "<button>",
        "h2, not h1",
        "h4 skips",
        "id a occurs",
        "id b does",
        "order of focus",
      ])
        assert.ok(
          found.some((line) => line.includes(part)),
          `${part}\n${found.join("\n")}`,
        );
      for (const part of ["contrast of 2.85", "pixels wide", "no language", "no title"])
        assert.ok(
          found.some((line) => line.includes(part)),
          `${part}\n${found.join("\n")}`,
        );
    } finally {
      await page.close();
    }
  });

  it("lets a person initiate, copy and remove with the keyboard alone", async () => {
    const node = await startExalateNode();
    const { url, close } = await startExalateNode();
    const person = await openConsole(browser(), node.url);
    const { keyboard } = person.page;
    const press = async (...keys: string[]) => {
      for (const key of keys) await keyboard.press(key);
    };
    const heading = (name: string) => person.page.getByRole("heading", { name }).waitFor();
    const assertFocus = async (expected: string) => assert.equal(await focused(person.page), expected);
    try {
      await assertFocus("Token");
      await keyboard.type(fakeToken);
      await press("Enter");
      await heading("Connections");
      await assertFocus("Connections");
      await press("Tab", "Tab", "Tab");
      await assertFocus("Initiate connection");
      await press("Enter");
      await assertFocus("Step 1 of 4: Destination");
      await press("Tab");
      await assertFocus("Destination Instance URL");
      await keyboard.type(url);
      await press("Enter");
      await heading("Step 2 of 4: Configuration Mode");
      await assertFocus("Step 2 of 4: Configuration Mode");
      await press("Tab", "ArrowUp", "ArrowDown", "Enter");
      await heading("Step 3 of 4: Connection");
      await press("Tab");
      await keyboard.type("Contoso");
      await press("Tab");
      await keyboard.type("Fabrikam");
      await press("Tab");
      await assertFocus("Connection name");
      await press("Enter");
      await heading("Step 4 of 4: Project");
      await press("Tab");
      await keyboard.type("desk");
      await person.page.getByText("1 project found").waitFor();
      await press("Tab", "Space", "Enter");
      await heading("Invitation code");
      await assertFocus("Invitation code");
      await press("Tab");
      await assertFocus("Copy invitation code");
      await press("Space");
      await person.page.getByText("Copied").waitFor();
      await press("Escape");
      await assertFocus("Initiate connection");
      const [connection] = node.connections();
      assert.deepEqual([connection?.name, connection?.mode], ["Contoso_to_Fabrikam", "script"]);
      await person.waitForStatus("Contoso_to_Fabrikam", "Pending");
      await press("Tab", "Tab");
      await assertFocus("Remove: Contoso_to_Fabrikam");
      await press("Enter");
      await heading('Remove "Contoso_to_Fabrikam"?');
      await press("Tab", "Tab", "Enter");
      await person.page.getByText("This node has no connections yet.").waitFor();
      await assertFocus("Connections");
      assert.deepEqual(person.problems, []);
    } finally {
      await person.close();
      await Promise.all([node.close(), close()]);
    }
  });
});
