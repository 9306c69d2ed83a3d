import { holdsPrivateKey } from "../../core/private-keys.ts";
import { largestFile } from "../../delivery/invitation.ts";
import { messageFor, messages } from "../messages.ts";
import { Problem } from "../problem.ts";
import { emptied, part, partOf, sayError, show } from "./page-parts.ts";

/** Something that the person gave: a file, or pasted text. */
export interface Given {
  readonly content: Uint8Array;
  /** The name of the file; empty for pasted text. */
  readonly name: string;
}

/** A place that takes a file, dropped or chosen, or its pasted text. */
export class FileField {
  readonly #id: string;
  readonly #take: (given: Given) => Promise<void>;
  readonly #file: HTMLInputElement;
  #text: HTMLTextAreaElement;
  readonly #paste: HTMLDetailsElement;

  /**
   * @param id of the part of the page with the field
   * @param take takes what was given; the message of what it throws is shown at the field
   */
  constructor(id: string, take: (given: Given) => Promise<void>) {
    this.#id = id;
    this.#take = take;
    const root = part(id, HTMLElement);
    this.#file = part(`${id}-file`, HTMLInputElement);
    this.#text = part(`${id}-text`, HTMLTextAreaElement);
    this.#paste = partOf(root, "details", HTMLDetailsElement);
    this.#file.addEventListener("change", () => this.#takeFiles(this.#file.files));
    partOf(root, "form", HTMLFormElement).addEventListener("submit", (event) => this.#takeText(event));
    this.#acceptDrops(partOf(root, ".drop", HTMLElement));
  }

  /** Shows the field or hides it, and forgets what is in it. */
  show(isShown: boolean): void {
    show(isShown, this.#id);
    this.clear();
  }

  /** Forgets what is in the field. */
  clear(): void {
    this.#file.value = "";
    this.#text = emptied(this.#text, HTMLTextAreaElement);
    this.#paste.open = false;
    this.fail("");
  }

  /** Shows an error at the field; an empty message removes it. */
  fail(message: string): void {
    sayError(`${this.#id}-error`, message);
  }

  #acceptDrops(zone: HTMLElement): void {
    const mark = (isOver: boolean) => zone.classList.toggle("over", isOver);
    zone.addEventListener("dragover", () => mark(true));
    zone.addEventListener("dragleave", () => mark(false));
    zone.addEventListener("drop", ({ dataTransfer }) => {
      mark(false);
      this.#takeFiles(dataTransfer?.files);
    });
  }

  #takeFiles(files: FileList | null | undefined): void {
    const [file, ...others] = files ?? [];
    if (file !== undefined) void this.#use(() => (others.length > 0 ? severalFiles() : givenIn(file)));
  }

  #takeText(event: SubmitEvent): void {
    event.preventDefault();
    const text = this.#text.value;
    void this.#use(() => givenAs(text));
  }

  async #use(read: () => Promise<Given> | Given): Promise<void> {
    this.fail("");
    try {
      await this.#take(await read());
    } catch (error) {
      this.#file.value = "";
      // A secret that was pasted into the wrong field does not stay there.
      if (holdsPrivateKey(this.#text.value)) this.#text = emptied(this.#text, HTMLTextAreaElement);
      this.fail(messageFor(error));
    }
  }
}

function severalFiles(): never {
  throw new Problem(messages.severalFiles);
}

async function givenIn(file: File): Promise<Given> {
  if (file.size > largestFile) throw new Problem(messages.tooLarge);
  const content = await file.arrayBuffer().catch(() => {
    throw new Problem(messages.unreadable);
  });
  return { content: new Uint8Array(content), name: file.name };
}

function givenAs(text: string): Given {
  if (text.trim() === "") throw new Problem(messages.nothingPasted);
  const content = new TextEncoder().encode(text);
  if (content.length > largestFile) throw new Problem(messages.tooLarge);
  return { content, name: "" };
}
