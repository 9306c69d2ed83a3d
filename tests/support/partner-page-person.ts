import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Download, Locator, Page } from "playwright-core";
import { buildPartnerPage } from "../../tools/build/partner-page.ts";
import { ShownError } from "./console-person.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const stepMilliseconds = 30_000;

/** A file that the person gives to the page. */
export interface GivenFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The key that a person made with the page. */
export interface MadeKey {
  /** The public key, `age1…`, as the page shows it. */
  readonly recipient: string;
  /** The fingerprint as the page shows it. */
  readonly fingerprint: string;
  /** The file with the private key that the page saved. */
  readonly file: GivenFile;
}

/** Opens the partner's page from disk, in a window of its own without network. Builds the page first. */
export async function openPartnerPage(browser: Browser): Promise<PartnerPagePerson> {
  const { path } = await buildPartnerPage(root);
  const context = await browser.newContext({
    permissions: ["clipboard-read", "clipboard-write"],
    acceptDownloads: true,
    offline: true,
  });
  const person = new PartnerPagePerson(context, await context.newPage());
  await person.start(pathToFileURL(path).href);
  return person;
}

/** A person at the partner company who uses the partner's page in a browser. */
export class PartnerPagePerson {
  readonly page: Page;
  readonly #context: BrowserContext;
  /** Errors and warnings of the browser. */
  readonly problems: string[] = [];
  /** Requests of the page, which are all refused: it must make none. */
  readonly requests: string[] = [];

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.setDefaultTimeout(stepMilliseconds);
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.problems.push(message.text());
    });
  }

  /** Opens the page, refuses every other request from then on, and waits until the page can be used. */
  async start(url: string): Promise<void> {
    await this.#context.route("**/*", (route) => {
      if (route.request().url() === url) return route.continue();
      this.requests.push(route.request().url());
      return route.abort();
    });
    await this.page.goto(url);
    await this.page.getByRole("button", { name: "Make a key" }).waitFor();
  }

  /** Makes a key and saves it, protected by a passphrase if one is given. @throws ShownError when the page refuses */
  async makeKey(passphrase?: string): Promise<MadeKey> {
    await this.page.getByRole("button", { name: "Make a key" }).click();
    const file = await this.saveKey(passphrase);
    return {
      recipient: await this.page.getByLabel("Public key").inputValue(),
      fingerprint: await this.page.locator("#fingerprint").innerText(),
      file,
    };
  }

  /** Saves the key that was made. @throws ShownError when the page refuses */
  async saveKey(passphrase?: string): Promise<GivenFile> {
    if (passphrase !== undefined) {
      await this.page.getByLabel("Protect the file").check();
      await this.page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
      await this.page.getByLabel("The same passphrase again").fill(passphrase);
    }
    const saved: Download[] = [];
    this.page.once("download", (download) => saved.push(download));
    await this.page.getByRole("button", { name: "Save the private key" }).click();
    await this.#reach(this.page.getByText("Your browser saves it as"));
    const [download = await this.page.waitForEvent("download")] = saved;
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }

  /** Gives the encrypted invitation. @throws ShownError when the page refuses it */
  async giveInvitation(file: GivenFile): Promise<void> {
    await this.page.getByLabel("Encrypted invitation", { exact: true }).setInputFiles(playwrightFile(file));
    await this.#reach(this.page.getByRole("button", { name: "Choose another invitation" }));
  }

  /**
   * Opens an encrypted invitation with a private key.
   * @param identity the private key as text, or the file with it
   * @param passphrase of the file with the private key, when it is protected
   * @throws ShownError when the page refuses
   */
  async openWithIdentity(file: GivenFile, identity: string | GivenFile, passphrase?: string): Promise<void> {
    await this.giveInvitation(file);
    await this.giveKey(identity);
    if (passphrase === undefined) return this.#reachCode();
    await this.#reach(this.page.getByLabel("Passphrase of the private key file"));
    await this.page.getByLabel("Passphrase of the private key file").fill(passphrase);
    await this.#submitPassphrase();
  }

  /** Gives a private key, pasted as text or as a file. */
  async giveKey(identity: string | GivenFile): Promise<void> {
    if (typeof identity !== "string")
      return this.page.getByLabel("Private key", { exact: true }).setInputFiles(playwrightFile(identity));
    await this.page.getByText("Paste it instead").click();
    await this.page.getByLabel("Text of the private key").fill(identity);
    await this.page.getByRole("button", { name: "Use this key" }).click();
  }

  /** Opens an encrypted invitation with the passphrase agreed. @throws ShownError when the page refuses */
  async openWithPassphrase(file: GivenFile, passphrase: string): Promise<void> {
    await this.giveInvitation(file);
    await this.tryPassphrase(passphrase);
  }

  /** Gives the passphrase agreed. @throws ShownError when the page refuses it */
  async tryPassphrase(passphrase: string): Promise<void> {
    await this.page.getByLabel("Passphrase agreed with the sender").fill(passphrase);
    await this.#submitPassphrase();
  }

  /** The code of the opened invitation, after *Show the code*. */
  async shownCode(): Promise<string> {
    const show = this.page.getByRole("button", { name: "Show the code" });
    if ((await show.getAttribute("aria-pressed")) !== "true") await show.click();
    return this.page.getByLabel("Invitation code").inputValue();
  }

  /** Copies the code of the opened invitation and returns what the clipboard has then. */
  async copiedCode(): Promise<string> {
    await this.page.getByRole("button", { name: "Copy the code" }).click();
    await this.page.getByText("Copied.").waitFor();
    return this.page.evaluate<string>("navigator.clipboard.readText()");
  }

  /** Presses *Forget everything*. */
  async forget(): Promise<void> {
    await this.page.getByRole("button", { name: "Forget everything" }).click();
    await this.page.getByText("Everything is forgotten.").waitFor();
  }

  /** Closes the window. */
  close(): Promise<void> {
    return this.#context.close();
  }

  async #submitPassphrase(): Promise<void> {
    await this.page.getByRole("button", { name: "Open the invitation" }).click();
    await this.#reachCode();
  }

  #reachCode(): Promise<void> {
    return this.#reach(this.page.getByRole("heading", { name: "The invitation is open" }));
  }

  /** Waits for a place in the page, or for an error. */
  async #reach(place: Locator): Promise<void> {
    const alert = this.page.locator("[role=alert]:visible:not(:empty)");
    await place.or(alert).first().waitFor();
    if ((await alert.count()) > 0) throw new ShownError(await alert.first().innerText());
  }
}

function playwrightFile({ name, content }: GivenFile) {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
}
