import { type Spellings, words } from "../exalate/profile/spellings.ts";
import { synonyms } from "./synonyms.ts";
import { plainName, wordsOf } from "./words.ts";

/**
 * The node's spelling of each word of a vocabulary, found among its allowed texts. The keys are Exalate's own words. A
 * word without a matching text is left out. No text is used for two words.
 */
export function spellingsIn(choices: readonly string[], vocabulary: keyof Spellings): Record<string, string> {
  const read = choices.map((choice) => ({ choice, plain: plainName(choice), said: wordsOf(choice) }));
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const matches of [isSameWord, isSynonym]) {
    for (const word of words[vocabulary]) {
      const choice = read.find((each) => !taken.has(each.choice) && matches(each, word, vocabulary))?.choice;
      if (choice === undefined || found.has(word)) continue;
      found.set(word, choice);
      taken.add(choice);
    }
  }
  return Object.fromEntries(found);
}

interface ReadChoice {
  readonly plain: string;
  readonly said: readonly string[];
}

function isSameWord({ plain, said }: ReadChoice, word: string): boolean {
  return plain === word.toLowerCase() || said.includes(word.toLowerCase());
}

function isSynonym({ said }: ReadChoice, word: string, vocabulary: keyof Spellings): boolean {
  const others = synonyms.spellings[vocabulary][word] ?? [];
  return said.some((each) => others.includes(each));
}
