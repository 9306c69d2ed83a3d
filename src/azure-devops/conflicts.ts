import { LostWrite, RefusedAnswer } from "./refused-answer.ts";

/** How often a change is tried before giving way to whoever else is at it. */
export const mostTries = 3;

const pauseMilliseconds = 250;

/**
 * Reads, changes and writes anew when somebody else has written in between (409), so that the other's change is kept,
 * and when what was written was gone at once.
 * Raises whatever the last attempt raised.
 */
export async function retryOnConflict<T>(readChangeWrite: () => Promise<T>, tries = mostTries): Promise<T> {
  try {
    return await readChangeWrite();
  } catch (error) {
    const isConflict = error instanceof LostWrite || (error instanceof RefusedAnswer && error.status === 409);
    if (!isConflict || tries === 1) throw error;
  }
  await pause(pauseMilliseconds * (mostTries + 1 - tries));
  return retryOnConflict(readChangeWrite, tries - 1);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
