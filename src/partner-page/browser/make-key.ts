import { encryptText, type KeyPair, makeKeyPair } from "../../delivery/encryption.ts";
import { fingerprintOf } from "../../delivery/fingerprint.ts";
import { goodPassphrase } from "../../delivery/passphrase.ts";
import { keyFileName, keyFileText, protectedKeyFileName } from "../key-file.ts";
import { messageFor } from "../messages.ts";
import { newPassphrase } from "../new-passphrase.ts";
import { copy } from "./copy.ts";
import { download } from "./download.ts";
import { buttonOf, emptied, painted, part, say, sayError, show } from "./page-parts.ts";

/** The part of the page that makes a key pair, saves the private key, and then shows the public key. */
export class KeyMaker {
  #pair: KeyPair | undefined;
  #created = new Date(0);
  #isSaved = false;
  #isCopied = false;
  readonly #form = part("save-form", HTMLFormElement);
  readonly #protect = part("protect", HTMLInputElement);
  #passphrase = part("new-passphrase", HTMLInputElement);
  #same = part("same-passphrase", HTMLInputElement);
  readonly #publicKey = part("public-key", HTMLTextAreaElement);

  constructor() {
    say("new-passphrase-hint", `${goodPassphrase} You need it each time that you open an invitation.`);
    buttonOf("make").addEventListener("click", () => void this.#make());
    this.#protect.addEventListener("change", () => show(this.#protect.checked, "protection"));
    this.#form.addEventListener("submit", (event) => void this.#save(event));
    buttonOf("save-again").addEventListener("click", () => this.#askToSave());
    buttonOf("copy-public-key").addEventListener("click", () => void this.#copyPublicKey());
    this.#publicKey.addEventListener("focus", () => this.#publicKey.select());
  }

  /** Whether there is a private key that would be lost with the page. */
  get hasUnsavedKey(): boolean {
    return this.#pair !== undefined && !this.#isSaved;
  }

  /** Whether a person who leaves now may lose the key: the browser does not tell whether it could save the file. */
  get mayBeLost(): boolean {
    return this.#pair !== undefined && !(this.#isSaved && this.#isCopied);
  }

  /** Forgets the private key and the passphrase. The public key stays, because it may still have to be sent. */
  clearSecrets(): void {
    this.#pair = undefined;
    show(false, "save-form", "save-again-part", "protection");
    this.#protect.checked = false;
    this.#clearPassphrase();
  }

  /** Forgets everything about the key. */
  clear(): void {
    this.clearSecrets();
    this.#publicKey.value = "";
    for (const id of ["fingerprint", "save-status", "copy-public-key-status"]) say(id, "");
    show(false, "made", "next-steps");
    show(true, "make-part");
  }

  #clearPassphrase(): void {
    this.#passphrase = emptied(this.#passphrase, HTMLInputElement);
    this.#same = emptied(this.#same, HTMLInputElement);
    sayError("save-error", "");
  }

  async #make(): Promise<void> {
    try {
      this.#pair = await makeKeyPair();
    } catch (error) {
      return sayError("make-error", messageFor(error));
    }
    this.#created = new Date();
    this.#isSaved = false;
    this.#isCopied = false;
    show(false, "make-part");
    show(true, "made");
    this.#askToSave();
  }

  async #copyPublicKey(): Promise<void> {
    await copy("copy-public-key", this.#publicKey.value, "public-key", () => {});
    this.#isCopied = true;
  }

  #askToSave(): void {
    say("save-status", "");
    show(false, "save-again-part");
    show(true, "save-form");
    part("save-title", HTMLElement).focus();
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const pair = this.#pair;
    if (pair === undefined || this.#form.ariaBusy === "true") return;
    sayError("save-error", "");
    this.#form.ariaBusy = "true";
    try {
      await this.#saveFile(pair);
    } catch (error) {
      say("save-status", "");
      sayError("save-error", messageFor(error));
      this.#passphrase.focus();
    } finally {
      this.#form.ariaBusy = "false";
    }
  }

  async #saveFile(pair: KeyPair): Promise<void> {
    const text = keyFileText(pair, this.#created);
    if (!this.#protect.checked) return this.#saved(pair, keyFileName, text);
    const passphrase = newPassphrase(this.#passphrase.value, this.#same.value);
    say("save-status", "Encrypting… This takes a few seconds.");
    await painted();
    const encrypted = await encryptText(text, { kind: "passphrase", passphrase });
    // The page may have been cleared meanwhile.
    if (this.#pair === pair) this.#saved(pair, protectedKeyFileName, encrypted);
  }

  #saved({ recipient }: KeyPair, name: string, text: string): void {
    download(name, text);
    this.#isSaved = true;
    this.#clearPassphrase();
    say("save-status", `Your browser saves it as ${name}. Check that the file is there before you go on.`);
    this.#publicKey.value = recipient;
    say("fingerprint", fingerprintOf(recipient));
    show(false, "save-form");
    show(true, "save-again-part", "next-steps");
    part("send-title", HTMLElement).focus();
  }
}
