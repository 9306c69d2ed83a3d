/** How long work may block signals, timers and answers, in milliseconds. */
const longestTurn = 25;

/** Checking the time for every item would take longer than most items. */
const itemsBetween = 200;

/** Applies `make` to each item, and lets other events run in between. */
export async function mapInTurns<T, R>(items: readonly T[], make: (item: T) => R): Promise<R[]> {
  const made: R[] = [];
  // Reading `performance` for the first time loads nine modules of Node.
  let began = Date.now();
  for (let start = 0; start < items.length; start += itemsBetween) {
    if (Date.now() - began >= longestTurn) {
      await new Promise((resolve) => setImmediate(resolve));
      began = Date.now();
    }
    for (const item of items.slice(start, start + itemsBetween)) made.push(make(item));
  }
  return made;
}
