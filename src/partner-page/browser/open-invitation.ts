import { harmless } from "../../core/text.ts";
import { decryptFile, type OpeningKey } from "../../delivery/age.ts";
import { CannotOpen } from "../../delivery/cannot-open.ts";
import { type GivenInvitation, givenInvitation } from "../given-invitation.ts";
import { fingerprintsOf, identitiesInOpened, keyIn } from "../given-key.ts";
import { codeIn } from "../opened-invitation.ts";
import { Problem } from "../problem.ts";
import { words, wrongKeyWords } from "../words.ts";
import { FileField, type Given } from "./file-field.ts";
import { OpenedCode } from "./opened-code.ts";
import { buttonOf, painted, part, say, show } from "./page-parts.ts";
import { PassphraseForm } from "./passphrase-form.ts";

/** The part of the page that opens an encrypted invitation: asks for the file, then for what the file needs. */
export class InvitationOpener {
  #invitation: GivenInvitation | undefined;
  #protectedKey: Uint8Array | undefined;
  readonly #file = new FileField("invitation", (given) => this.#takeInvitation(given));
  readonly #passphrase = new PassphraseForm("passphrase", (passphrase) =>
    this.#open({ kind: "passphrase", passphrase }),
  );
  readonly #privateKey = new FileField("private-key", (given) => this.#takeKey(given));
  readonly #keyPassphrase = new PassphraseForm("key-passphrase", (passphrase) => this.#unlockKey(passphrase));
  readonly #code = new OpenedCode();

  constructor() {
    buttonOf("choose-other").addEventListener("click", () => this.#startAgain());
    buttonOf("other-private-key").addEventListener("click", () => this.#askForKey());
  }

  /** Forgets everything that was given and opened. */
  clear(): void {
    this.#invitation = undefined;
    this.#hideQuestions();
    this.#code.clear();
    say("chosen-name", "");
    show(false, "chosen");
    this.#file.show(true);
  }

  #startAgain(): void {
    this.clear();
    part("invitation-file", HTMLElement).focus();
  }

  #hideQuestions(): void {
    this.#protectedKey = undefined;
    for (const question of [this.#passphrase, this.#privateKey, this.#keyPassphrase]) question.show(false);
    say("opening", "");
  }

  async #takeInvitation({ content, name }: Given): Promise<void> {
    this.#invitation = givenInvitation(content);
    this.#file.show(false);
    say("chosen-name", harmless(name === "" ? "Pasted text" : name));
    show(true, "chosen");
    say("cleared", "");
    if (this.#invitation.isForPassphrase) this.#passphrase.show(true);
    else this.#askForKey();
  }

  #askForKey(): void {
    this.#hideQuestions();
    this.#privateKey.show(true);
    part("private-key-title", HTMLElement).focus();
  }

  async #takeKey({ content }: Given): Promise<void> {
    const key = keyIn(content);
    if (key.kind === "identities") return this.#open(key);
    this.#privateKey.show(false);
    this.#protectedKey = key.file;
    this.#keyPassphrase.show(true);
  }

  async #unlockKey(passphrase: string): Promise<void> {
    const file = this.#protectedKey;
    if (file === undefined) return;
    const opened = await this.#busy(() => decryptFile(file, { kind: "passphrase", passphrase })).catch((error) => {
      throw isWrongPassphrase(error) ? new Problem(words.wrongKeyPassphrase) : error;
    });
    await this.#open({ kind: "identities", identities: identitiesInOpened(opened) });
  }

  async #open(key: OpeningKey): Promise<void> {
    const invitation = this.#invitation;
    if (invitation === undefined) return;
    const opened = await this.#busy(() => decryptFile(invitation.file, key)).catch((error) => explained(error, key));
    const code = codeIn(opened);
    // The page may have been cleared meanwhile.
    if (this.#invitation !== invitation) return;
    this.#hideQuestions();
    this.#code.open(code);
  }

  /** A passphrase keeps the browser busy for seconds, so the page says so first. */
  async #busy<Result>(work: () => Promise<Result>): Promise<Result> {
    say("opening", "Opening… With a passphrase this takes a few seconds.");
    try {
      await painted();
      return await work();
    } finally {
      say("opening", "");
    }
  }
}

function isWrongPassphrase(error: unknown): boolean {
  return error instanceof CannotOpen && error.reason === "wrong passphrase";
}

async function explained(error: unknown, key: OpeningKey): Promise<never> {
  const isWrongKey = error instanceof CannotOpen && error.reason === "wrong identity" && key.kind === "identities";
  throw isWrongKey ? new Problem(wrongKeyWords(await fingerprintsOf(key.identities))) : error;
}
