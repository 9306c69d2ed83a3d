import type { Browser, BrowserContext, Locator, Page } from "playwright-core";

/** What a person enters in *Initiate connection*. */
export interface EnteredConnection {
  /** Empty for "I don't have a URL". */
  readonly destinationUrl: string;
  readonly mode?: "Script" | "Basic";
  readonly localShortName: string;
  readonly destinationShortName: string;
  /** The proposed name when absent. */
  readonly connectionName?: string;
  readonly description?: string;
  /** Name of the project that receives items. */
  readonly project: string;
}

/** The console shows an error; the message is its text. */
export class ShownError extends Error {}

const stepMilliseconds = 20_000;
/** Pause between two letters of somebody who thinks, and of somebody who types on. */
const letterMilliseconds = { slow: 180, quick: 4 };
const slowLetters = 2;
/** Time to look at what a search found before choosing. */
const lookMilliseconds = 250;

/**
 * Opens the console of a node in a window of its own.
 * @param options.harFile where to record all requests and answers, written when the person closes the console
 */
export async function openConsole(
  browser: Browser,
  url: string,
  { harFile }: { readonly harFile?: string } = {},
): Promise<ConsolePerson> {
  const context = await browser.newContext({
    permissions: ["clipboard-read", "clipboard-write"],
    ...(harFile === undefined ? {} : { recordHar: { path: harFile, content: "embed" } }),
  });
  const person = new ConsolePerson(context, await context.newPage());
  await person.page.goto(url);
  return person;
}

/** A person who uses the console in a browser. */
export class ConsolePerson {
  readonly page: Page;
  readonly #context: BrowserContext;
  /** Errors and warnings of the browser, except for answers that refuse a call. */
  readonly problems: string[] = [];
  /** Calls of the page to the node so far: method, path with query, and status. */
  readonly calls: string[] = [];

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.setDefaultTimeout(stepMilliseconds);
    this.#watch();
  }

  /** Signs in with a token, or with user name and password. @throws ShownError when refused */
  async signIn(secret: string, user?: string): Promise<void> {
    if (user !== undefined) await this.page.getByLabel("User name").fill(user);
    await this.page.getByLabel(user === undefined ? "Token" : "Password").fill(secret);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.#reach(this.page.getByRole("heading", { name: "Connections" }));
  }

  /** Initiates a connection and copies its invitation code. @throws ShownError when the console refuses a step */
  async initiate(entered: EnteredConnection): Promise<string> {
    await this.enterConnection(entered);
    await this.proceed("Initiate", "Invitation code");
    await this.#dialog.getByRole("button", { name: "Copy invitation code" }).click();
    await this.#dialog.getByText("Copied").waitFor();
    const code = await this.page.evaluate<string>("navigator.clipboard.readText()");
    await this.#finish("Done");
    return code;
  }

  /** Goes through *Initiate connection* up to the chosen project. @throws ShownError when the console refuses a step */
  async enterConnection(entered: EnteredConnection): Promise<void> {
    const { destinationUrl, mode = "Script", description = "" } = entered;
    await this.page.getByRole("button", { name: "Initiate connection" }).click();
    if (destinationUrl === "") await this.#dialog.getByLabel("I don't have a URL").check();
    else await this.#enter("Destination Instance URL", destinationUrl);
    await this.proceed("Next", "Configuration Mode");
    await this.#dialog.getByRole("radio", { name: mode }).check();
    await this.proceed("Next", "Connection");
    await this.#enter("Local instance short name", entered.localShortName);
    await this.#enter("Destination instance short name", entered.destinationShortName);
    if (entered.connectionName !== undefined) await this.#enter("Connection name", entered.connectionName);
    await this.#enter("Description", description);
    await this.proceed("Next", "Project");
    await this.#chooseProject(entered.project);
  }

  /** Accepts an invitation. @throws ShownError when the console refuses a step */
  async accept(code: string, project: string): Promise<void> {
    await this.enterInvitation(code, project);
    await this.#finish("Confirm");
  }

  /** Goes through *Accept invitation* up to the chosen project. @throws ShownError when the console refuses a step */
  async enterInvitation(code: string, project: string): Promise<void> {
    await this.page.getByRole("button", { name: "Accept invitation" }).click();
    await this.#dialog.getByLabel("Invitation code").focus();
    await this.page.keyboard.insertText(code);
    await this.proceed("Next", "Project");
    await this.#chooseProject(project);
  }

  /** Shows the invitation code of a pending connection again. */
  async showCode(name: string): Promise<string> {
    await this.page.getByRole("button", { name: `Show invitation code: ${name}`, exact: true }).click();
    await this.#dialog.getByRole("button", { name: "Show invitation code" }).click();
    const code = await this.#dialog.getByLabel("Invitation code").inputValue();
    await this.#finish("Done");
    return code;
  }

  /** Removes a connection. @throws ShownError when refused */
  async remove(name: string): Promise<void> {
    await this.page.getByRole("button", { name: `Remove: ${name}`, exact: true }).click();
    await this.#finish("Remove");
  }

  /** Presses *Refresh* and waits for the list. */
  async refresh(): Promise<void> {
    const listed = this.page.waitForResponse((response) => response.request().method() === "GET");
    await this.page.getByRole("button", { name: "Refresh" }).click();
    await listed;
  }

  /** The status of a connection as the list shows it, in capitals; undefined when it is not in the list. */
  async statusOf(name: string): Promise<string | undefined> {
    const row = this.#rowOf(name);
    return (await row.count()) === 0 ? undefined : (await row.locator(".badge").innerText()).toUpperCase();
  }

  /** Waits until the list shows a connection with a status, without a click. */
  async waitForStatus(name: string, status: string): Promise<void> {
    await this.#rowOf(name).locator(".badge", { hasText: status }).waitFor();
  }

  /** Presses a wizard's button and waits for the next step. @throws ShownError when the console shows an error */
  async proceed(button: string, nextHeading: string): Promise<void> {
    await this.#dialog.getByRole("button", { name: button, exact: true }).click();
    await this.#reach(this.#dialog.getByRole("heading", { level: 3, name: new RegExp(`(^|: )${nextHeading}$`) }));
  }

  /** Closes an open wizard. */
  async cancel(): Promise<void> {
    await this.#dialog.getByRole("button", { name: "Cancel" }).click();
    await this.#dialog.waitFor({ state: "detached" });
  }

  /** Closes the console; a recording is complete then. */
  close(): Promise<void> {
    return this.#context.close();
  }

  get #dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  #rowOf(name: string): Locator {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name, exact: true }) });
  }

  async #finish(button: string): Promise<void> {
    await this.#dialog.getByRole("button", { name: button, exact: true }).click();
    await this.#reach(this.page.locator("body:not(:has(dialog))"));
  }

  #enter(label: string, text: string): Promise<void> {
    return this.#dialog.getByLabel(label).fill(text);
  }

  async #chooseProject(name: string): Promise<void> {
    const search = this.#dialog.getByLabel("Search projects");
    await search.pressSequentially(name.slice(0, slowLetters), { delay: letterMilliseconds.slow });
    await search.pressSequentially(name.slice(slowLetters), { delay: letterMilliseconds.quick });
    await this.page.waitForTimeout(lookMilliseconds);
    await this.#dialog.getByRole("radio", { name, exact: true }).check();
  }

  /** Waits for a place in the page, or for an error. */
  async #reach(place: Locator): Promise<void> {
    const alert = this.page.locator("[role=alert]:visible:not(:empty)");
    await place.or(alert).first().waitFor();
    if ((await alert.count()) > 0) throw new ShownError(await alert.first().innerText());
  }

  #watch(): void {
    this.page.on("pageerror", (error) => this.problems.push(String(error)));
    this.page.on("console", (message) => {
      const isRefusal = message.text().startsWith("Failed to load resource: the server responded with a status of");
      if (["error", "warning"].includes(message.type()) && !isRefusal) this.problems.push(message.text());
    });
    this.page.on("response", (response) => {
      const { pathname, search } = new URL(response.url());
      this.calls.push(`${response.request().method()} ${pathname}${search} ${response.status()}`);
    });
    this.page.on("request", (request) => {
      if (!/^(https?:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url()))
        this.problems.push(`foreign: ${request.url()}`);
    });
  }
}
