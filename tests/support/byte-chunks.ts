/** A text or bytes as a stream of chunks of so many bytes; in one chunk by default. */
export async function* chunksOf(
  content: string | Uint8Array,
  length = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}
