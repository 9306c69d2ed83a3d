import { goodPassphrase, passphraseProblem } from "../delivery/passphrase.ts";
import { messages } from "./messages.ts";
import { Problem } from "./problem.ts";

/** The passphrase that was typed twice. @throws Problem when it is missing, too simple, or typed differently */
export function newPassphrase(typed: string, again: string): string {
  const passphrase = typed.trim();
  if (passphrase === "") throw new Problem(messages.passphraseMissing);
  const problem = passphraseProblem(passphrase);
  if (problem !== undefined) throw new Problem(`The passphrase ${problem}. ${goodPassphrase}`);
  if (passphrase !== again.trim()) throw new Problem(messages.passphrasesDiffer);
  return passphrase;
}
