import { Failure } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import { holdsPrivateKey } from "../core/private-keys.ts";
import { anyOf, harmless, hasControls, hasInvisible } from "../core/text.ts";
import type { InputKind, InputTable } from "./input-tables.ts";

/** The names of a table's inputs that are of these kinds. */
type NamesOf<Table extends InputTable, Kind extends InputKind["kind"]> = {
  [Name in keyof Table & string]: Table[Name]["kind"] extends Kind ? Name : never;
}[keyof Table & string];

/** The names of the inputs that are read as texts: no secrets, files or service connections. */
export type TextName<Table extends InputTable> = NamesOf<Table, "text" | "boolean" | "choice" | "wholeNumber">;

/** The inputs of a table that are read as texts, as typed; "" where not given. */
export type TypedInputs<Table extends InputTable> = Readonly<Record<TextName<Table>, string>>;

/** The choices of an input. */
export type ChoiceOf<Kind> = Kind extends { readonly choices: readonly (infer Choice)[] } ? Choice : never;

const macro = /\$\([^()]+\)/;
const macroAlone = /^\$\([^)]+\)$/;

/** The only maximum length of a name in Exalate's documentation, in characters. */
const longestName = 255;

/**
 * The inputs of a task. Azure Pipelines leaves `$(name)` unchanged when there is no such variable. An input that consists of
 * nothing else counts as not given.
 */
export class TaskInputs<Table extends InputTable> {
  readonly #table: Table;
  readonly #typed: TypedInputs<Table>;

  /** Raises EXA704 when an input contains a private key: texts are shown, sent and stored. */
  constructor(table: Table, typed: TypedInputs<Table>) {
    this.#table = table;
    this.#typed = typed;
    for (const [name, value] of Object.entries<string>(typed)) if (holdsPrivateKey(value)) throw privateKeyGiven(name);
  }

  /** The input, trimmed; "" when not given. */
  text(name: TextName<Table>): string {
    const value = this.#typed[name].trim();
    return macroAlone.test(value) ? "" : value;
  }

  /** The input, or the fallback when not given. Raises EXA101, or EXA102 for a variable that was not expanded. */
  required(name: TextName<Table>, fallback = ""): string {
    const value = this.text(name) || fallback;
    if (value !== "") return value;
    if (this.#typed[name].trim() !== "") throw notExpanded(name, this.#typed[name].trim());
    throw new Failure("EXA101", `The input "${name}" is missing.`, "Add it to the inputs of the step.");
  }

  /** A required name or address. Raises EXA102 also for an unexpanded variable inside it. */
  requiredExpanded(name: TextName<Table>, fallback?: string): string {
    return expanded(name, this.required(name, fallback));
  }

  /** The input, "" when nothing was typed. Raises EXA102 for an unexpanded variable, alone or inside it. */
  textExpanded(name: TextName<Table>): string {
    return this.#typed[name].trim() === "" ? "" : this.requiredExpanded(name);
  }

  /** One of the input's choices, in any case; the first when not given. Raises EXA110. */
  choice<Name extends NamesOf<Table, "choice"> & TextName<Table>>(name: Name): ChoiceOf<Table[Name]> {
    const kind = this.#table[name];
    return this.#oneOf(name, kind?.kind === "choice" ? kind.choices : []) as ChoiceOf<Table[Name]>;
  }

  /** Whether it is on; its default when not given. Raises EXA110. */
  boolean(name: NamesOf<Table, "boolean"> & TextName<Table>): boolean {
    const kind = this.#table[name];
    const isOnByDefault = kind?.kind === "boolean" && kind.default;
    return this.#oneOf(name, [`${isOnByDefault}`, `${!isOnByDefault}`]) === "true";
  }

  #oneOf(name: TextName<Table>, choices: readonly string[]): string {
    const text = this.text(name) || (choices[0] ?? "");
    const chosen = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    if (chosen !== undefined) return chosen;
    throw notOffered(name, text, `Use ${anyOf(choices)}.`);
  }

  /** A whole number within the input's bounds; its default when not given. Raises EXA110. */
  wholeNumber(name: NamesOf<Table, "wholeNumber"> & TextName<Table>): number {
    const { least, most, default: otherwise } = this.#table[name] as InputKind & { kind: "wholeNumber" };
    const text = this.text(name);
    if (text === "") return otherwise;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw notOffered(name, text, `Use a whole number from ${least} to ${most}.`);
  }

  /** Warns about each input that counts as not given because its variable does not exist. */
  warnOfUnexpanded(log: Pick<Log, "warning">): void {
    for (const [name, value] of Object.entries<string>(this.#typed)) {
      if (!macroAlone.test(value.trim())) continue;
      log.warning(
        `The input "${name}" is ${value.trim()}, but there is no variable of that name here. It counts as not given.`,
      );
    }
  }
}

function privateKeyGiven(name: string): Failure {
  return new Failure(
    "EXA704",
    `The input "${name}" contains a private key, which does not belong there. It is masked, and nothing was changed.`,
    'Take the private key out of the pipeline and treat it as known to others: its owner makes a new key pair and sends only the public key, which begins with "age1".',
  );
}

function notOffered(name: string, text: string, remedy: string): Failure {
  return new Failure("EXA110", `The input "${name}" is "${harmless(text)}".`, remedy);
}

/** The value of an input in which no variable is left. Raises EXA102. */
export function expanded(name: string, value: string): string {
  if (macro.test(value)) throw notExpanded(name, value);
  return value;
}

/** Shows only the variable: the rest of an address may contain a password. */
function notExpanded(name: string, value: string): Failure {
  const shown = macroAlone.test(value)
    ? `is "${harmless(value)}"`
    : `contains "${harmless(macro.exec(value)?.[0] ?? "")}"`;
  return new Failure(
    "EXA102",
    `The input "${name}" ${shown}: this variable was not expanded, because it does not exist in this job.`,
    "Check the spelling of the variable, and that it is set before this step. A variable group must be referenced in this pipeline.",
  );
}

function unusableName(input: string, what: string, remedy: string): Failure {
  return new Failure("EXA111", `The input "${input}" contains ${what}.`, remedy);
}

/** Returns a text that can be a name. Raises EXA102, EXA106 or EXA111. */
export function checkedName(input: string, name: string): string {
  expanded(input, name);
  if (hasControls(name)) throw unusableName(input, "a line break or control character", "Write the name on one line.");
  // The name of a project cannot be chosen here, and some languages need invisible joiners.
  if (input !== "project" && hasInvisible(name))
    throw unusableName(input, `an invisible character: "${harmless(name)}"`, "Type the name again without it.");
  const { length } = [...name];
  if (length <= longestName) return name;
  throw new Failure(
    "EXA106",
    `The ${input} is ${length} characters long; Exalate allows ${longestName}.`,
    input === "connectionName"
      ? 'Use a shorter "connectionName". The default is made of the two short names.'
      : `Use a shorter "${input}".`,
  );
}
