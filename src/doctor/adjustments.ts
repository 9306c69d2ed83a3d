import { unfinished } from "../exalate/profile/placeholders.ts";
import { nodeSpelling, type Spellings, words } from "../exalate/profile/spellings.ts";
import type { Field } from "./fields.ts";

/** Stands for what a person must fill in. The tasks refuse API overrides that contain it. */
export const toEdit = `{${unfinished}}`;

/** A part of a proposed operation that a person must fill in. */
export interface Gap {
  /** JSON pointer within the operation; one that begins with `/spellings/` is a pointer within the profile. */
  readonly pointer: string;
  /** What is missing, without a period. */
  readonly why: string;
}

/** The words that the tasks cannot do without. */
const neededWords = ["script", "PENDING", "ACTIVE"];

/** Collects how a described call differs from an operation. The texts have no period, and can quote the node. */
export class Adjustments {
  readonly differences: string[] = [];
  readonly gaps: Gap[] = [];
  readonly remarks: string[] = [];
  /** Words that the node spells in another case. */
  readonly spellings: { mode?: Record<string, string>; status?: Record<string, string> } = {};

  readonly #today: Spellings;

  constructor(today: Spellings = {}) {
    this.#today = today;
  }

  /** Notes a difference that only a person can resolve, and returns the text that stands for it. */
  gap(pointer: string, why: string): string {
    this.differences.push(why);
    this.gaps.push({ pointer, why });
    return toEdit;
  }

  /** Compares the words of a value with the described texts. Only a word in another case is beyond doubt. */
  spell(value: string, field: Field | undefined): void {
    const vocabulary = value === "modes" ? "mode" : value;
    const choices = (value === "modes" ? field?.items().get("/") : field)?.choices ?? [];
    if ((vocabulary !== "mode" && vocabulary !== "status") || choices.length === 0) return;
    const spelled = words[vocabulary].map((word) => [word, nodeSpelling(this.#today[vocabulary], word)] as const);
    const isKnown = (choice: string) => spelled.some(([, spelling]) => isSameWord(choice, spelling));
    if (value !== "mode" && choices.every(isKnown)) return;
    for (const [word, spelling] of spelled) {
      const near = choices.find((choice) => isSameWord(choice, spelling));
      if (near === undefined && neededWords.includes(word)) this.#missing(vocabulary, word, choices);
      // Case matters only in requests.
      if (near !== undefined && value === "mode" && !choices.includes(spelling)) this.#respell(vocabulary, word, near);
    }
  }

  #missing(vocabulary: keyof Spellings, word: string, choices: readonly string[]): void {
    const why = `its ${vocabulary} is one of ${quoted(choices)}: write which one means ${word}`;
    this.#respell(vocabulary, word, this.gap(`/spellings/${vocabulary}/${word}`, why));
  }

  #respell(vocabulary: keyof Spellings, word: string, spelling: string): void {
    this.spellings[vocabulary] = { ...this.spellings[vocabulary], [word]: spelling };
    if (spelling !== toEdit) this.differences.push(`it spells ${word} ${quoted([spelling])}`);
  }
}

function isSameWord(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The first few texts, in quotation marks. */
function quoted(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).map((text) => `"${text}"`);
  return `${shown.join(", ")}${texts.length > shown.length ? ", …" : ""}`;
}
