import { OverwrittenError, RefusedAnswer } from "./refused-answer.ts";

/** How often a change is tried while others change the same place. */
export const mostTries = 3;

const pauseMilliseconds = 250;

/**
 * Reads, changes and writes again when somebody else wrote in between (409), so that the other change is kept, and when
 * the written code was overwritten. Raises the error of the last attempt.
 */
export async function retryOnConflict<T>(readChangeWrite: () => Promise<T>, tries = mostTries): Promise<T> {
  try {
    return await readChangeWrite();
  } catch (error) {
    const isConflict = error instanceof OverwrittenError || (error instanceof RefusedAnswer && error.status === 409);
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
