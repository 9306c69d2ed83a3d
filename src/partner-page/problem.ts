/** What the person can correct: the message says what is wrong and what to do. It contains nothing of a file or a key. */
export class Problem extends Error {
  override readonly name = "Problem";
}
