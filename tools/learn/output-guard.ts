import { isObject } from "../../src/core/json.ts";
import { pointerTo } from "../../src/core/json-pointer.ts";
import { Redactor } from "../../src/core/redactor.ts";
import { secretForms } from "../../src/core/secret-forms.ts";
import { singleLine } from "../../src/core/text.ts";
import { leavesOf } from "../../src/learn/json-leaves.ts";
import type { Learned } from "../../src/learn/learned.ts";
import type { RecordedCall } from "../../src/learn/recorded-call.ts";
import { type RecordedSecrets, recordedSecrets } from "../../src/learn/recorded-secrets.ts";

/** The last step before something of a recording is printed or saved. */
export class OutputGuard {
  readonly #secrets: RecordedSecrets;

  /** `known` are values that the caller typed, so that they are no secrets. */
  constructor(calls: readonly RecordedCall[], known: readonly string[]) {
    this.#secrets = recordedSecrets(calls, known);
  }

  /** A copy whose texts have `***` in place of each secret. The overrides stay as they are: see {@link placeIn}. */
  redacted(learned: Learned): Learned {
    const { rows, edits, unseen, remarks } = learned;
    const redactor = new Redactor();
    for (const secret of this.#heldIn(JSON.stringify([rows, edits, unseen, remarks]))) redactor.add(secret);
    const shown = (text: string) => singleLine(redactor.redact(text));
    return {
      ...learned,
      rows: rows.map(({ name, call, shownBy }) => ({ name, call: shown(call), shownBy: shown(shownBy) })),
      edits: edits.map(({ pointer, what }) => ({ pointer: shown(pointer), what: shown(what) })),
      unseen: unseen.map(({ name, meaning, howToShow }) => ({
        name,
        meaning: shown(meaning),
        howToShow: shown(howToShow),
      })),
      remarks: remarks.map(shown),
    };
  }

  /**
   * The JSON pointer of a place in a value that holds a secret, in any form, or as one of its values or names; undefined
   * when there is none. It ends before a name that is secret.
   */
  placeIn(value: unknown): string | undefined {
    if (!this.#isHeldIn(value)) return undefined;
    const steps = leavesOf(value).find((leaf) => this.#isHeldIn([leaf.value, ...leaf.steps]))?.steps ?? [];
    const secret = steps.findIndex((step) => this.#isHeldIn(step));
    return pointerTo(secret < 0 ? steps : steps.slice(0, secret));
  }

  #isHeldIn(value: unknown): boolean {
    return (
      this.#heldIn(JSON.stringify(value)).length > 0 || textsIn(value).some((text) => this.#secrets.plain.has(text))
    );
  }

  #heldIn(text: string): string[] {
    return [...this.#secrets.distinctive].filter((secret) => secretForms(secret).some((form) => isHeld(text, form)));
  }
}

/** A short form, such as a single line of a secret, may occur by chance. */
const shortestHeldForm = 6;

function isHeld(text: string, form: string): boolean {
  return form.length >= shortestHeldForm && text.includes(form);
}

/** The texts of a JSON value: the names of its members and its strings. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]) : [];
}
