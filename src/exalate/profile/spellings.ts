/** The node's spelling of each word of a vocabulary. The keys are Exalate's own spellings. */
export type Vocabulary = Readonly<Record<string, string>>;

/** The vocabularies in which a node can differ. A word that is not listed has its usual spelling. */
export interface Spellings {
  readonly mode?: Vocabulary;
  readonly status?: Vocabulary;
}

/** Every word of each vocabulary, in Exalate's own spelling. */
export const words: Readonly<Record<keyof Spellings, readonly string[]>> = {
  mode: ["script", "basic", "visual"],
  status: ["PENDING", "ACTIVE", "DEACTIVATED"],
};

const vocabularyOfValue: ReadonlyMap<string, keyof Spellings> = new Map([
  ["mode", "mode"],
  ["modes", "mode"],
  ["status", "status"],
]);

/** A word as the node spells it. */
export function nodeSpelling(vocabulary: Vocabulary | undefined, word: string): string {
  return (vocabulary && Object.hasOwn(vocabulary, word) ? vocabulary[word] : undefined) ?? word;
}

/** The values of an operation. Words of a vocabulary are in the node's spelling. */
export function spelledValues<Value>(
  spellings: Spellings,
  values: Readonly<Record<string, Value>>,
): Record<string, Value | string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, spelledValue(spellings, name, value)]),
  );
}

function spelledValue<Value>(spellings: Spellings, name: string, value: Value): Value | string {
  const vocabulary = vocabularyOf(spellings, name);
  return typeof value === "string" ? nodeSpelling(vocabulary, value) : value;
}

/**
 * Exalate's own spelling of a text that an answer has as the value `name`; the text itself if it is not a listed word.
 */
export function exalateSpelling(spellings: Spellings, name: string, text: string): string {
  const vocabulary = vocabularyOf(spellings, name);
  if (vocabulary === undefined) return text;
  const normalized = text.trim().toLowerCase();
  const entries = Object.entries(vocabulary);
  return entries.find(([, spelling]) => spelling.trim().toLowerCase() === normalized)?.[0] ?? text;
}

function vocabularyOf(spellings: Spellings, name: string): Vocabulary | undefined {
  const vocabulary = vocabularyOfValue.get(name);
  return vocabulary && spellings[vocabulary];
}
