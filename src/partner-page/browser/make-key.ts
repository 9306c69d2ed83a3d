import { encryptText, type KeyPair, makeKeyPair } from "../../delivery/age.ts";
import { fingerprintOf } from "../../delivery/fingerprint.ts";
import { goodPassphrase } from "../../delivery/passphrase.ts";
import { keyFileName, keyFileText, protectedKeyFileName } from "../key-file.ts";
import { newPassphrase } from "../new-passphrase.ts";
import { wordsFor } from "../words.ts";
import { copy } from "./copy.ts";
import { download } from "./download.ts";
import { buttonOf, painted, part, say, sayError, show } from "./page-parts.ts";

/** The part of the page that makes a key pair, saves the private key, and then shows the public key. */
export class KeyMaker {
  #pair: KeyPair | undefined;
  #created = new Date(0);
  #isSaved = false;
  readonly #form = part("save-form", HTMLFormElement);
  readonly #protect = part("protect", HTMLInputElement);
  readonly #passphrase = part("new-passphrase", HTMLInputElement);
  readonly #same = part("same-passphrase", HTMLInputElement);
  readonly #publicKey = part("public-key", HTMLTextAreaElement);

  constructor() {
    say("new-passphrase-hint", `${goodPassphrase} You need it each time that you open an invitation.`);
    buttonOf("make").addEventListener("click", () => void this.#make());
    this.#protect.addEventListener("change", () => show(this.#protect.checked, "protection"));
    this.#form.addEventListener("submit", (event) => void this.#save(event));
    buttonOf("save-again").addEventListener("click", () => this.#askToSave());
    const copyKey = () => copy("copy-public-key", this.#publicKey.value, "public-key", () => {});
    buttonOf("copy-public-key").addEventListener("click", () => void copyKey());
    this.#publicKey.addEventListener("focus", () => this.#publicKey.select());
  }

  /** Whether there is a private key that would be lost with the page. */
  get hasUnsavedKey(): boolean {
    return this.#pair !== undefined && !this.#isSaved;
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
    this.#passphrase.value = "";
    this.#same.value = "";
    sayError("save-error", "");
  }

  async #make(): Promise<void> {
    try {
      this.#pair = await makeKeyPair();
    } catch (error) {
      return sayError("make-error", wordsFor(error));
    }
    this.#created = new Date();
    this.#isSaved = false;
    show(false, "make-part");
    show(true, "made");
    this.#askToSave();
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
      sayError("save-error", wordsFor(error));
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
    this.#saved(pair, protectedKeyFileName, await encryptText(text, { kind: "passphrase", passphrase }));
  }

  #saved({ recipient }: KeyPair, name: string, text: string): void {
    download(name, text);
    this.#isSaved = true;
    this.#clearPassphrase();
    say("save-status", `Your browser saves it as ${name}. Look whether the file is there before you go on.`);
    this.#publicKey.value = recipient;
    say("fingerprint", fingerprintOf(recipient));
    show(false, "save-form");
    show(true, "save-again-part", "next-steps");
    part("send-title", HTMLElement).focus();
  }
}
