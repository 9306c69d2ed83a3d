import { passphraseProblem } from "../delivery/passphrase.ts";
import { Problem } from "./problem.ts";
import { words } from "./words.ts";

/** The passphrase that was typed twice. @throws Problem when it is missing, too simple, or typed differently */
export function newPassphrase(typed: string, again: string): string {
  const passphrase = typed.trim();
  if (passphrase === "") throw new Problem(words.passphraseMissing);
  const problem = passphraseProblem(passphrase);
  if (problem !== undefined) throw new Problem(`The passphrase ${problem}.`);
  if (passphrase !== again.trim()) throw new Problem(words.passphrasesDiffer);
  return passphrase;
}
