/**
 * The results of work that runs at the same time. Waits for all of it, so that nothing is still running after a failure.
 * When several parts fail, raises the error of the first one in the list, whichever came first in time.
 */
export async function awaitAll<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
