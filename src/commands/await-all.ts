/**
 * Work that goes on at once. All of it is waited for, so that nothing goes on behind a failure; when several fail, the
 * failure of the first in the list counts, whichever came first in time.
 */
export async function awaitAll<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
