import { type Spellings, words } from "../spellings.ts";
import { nodeWords } from "./vocabulary.ts";
import { plainName, wordsOf } from "./words.ts";

/**
 * How the allowed texts of a node spell the words of a vocabulary, by Exalate's own; a word that none of them means is
 * left out. No text stands for two words.
 */
export function spellingsIn(choices: readonly string[], vocabulary: keyof Spellings): Record<string, string> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const meansIt of [isSameWord, isSynonym]) {
    for (const word of words[vocabulary]) {
      const choice = choices.find((each) => !taken.has(each) && meansIt(each, word, vocabulary));
      if (choice === undefined || found.has(word)) continue;
      found.set(word, choice);
      taken.add(choice);
    }
  }
  return Object.fromEntries(found);
}

function isSameWord(choice: string, word: string): boolean {
  return plainName(choice) === word.toLowerCase() || wordsOf(choice).includes(word.toLowerCase());
}

function isSynonym(choice: string, word: string, vocabulary: keyof Spellings): boolean {
  const synonyms = nodeWords.spellings[vocabulary][word] ?? [];
  return wordsOf(choice).some((each) => synonyms.includes(each));
}
