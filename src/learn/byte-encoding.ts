import { TextDecoder } from "node:util";

const marks: readonly { readonly bytes: readonly number[]; readonly label: string }[] = [
  { bytes: [0xff, 0xfe], label: "utf-16le" },
  { bytes: [0xfe, 0xff], label: "utf-16be" },
];

/** Whether the bytes begin with these. */
export function beginsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, index) => bytes[index] === byte);
}

/**
 * A decoder for bytes, chosen by their byte order mark, otherwise by the label of an encoding
 * (https://encoding.spec.whatwg.org/); UTF-8 for a label that is unknown. It leaves the mark out.
 */
export function decoderOf(bytes: Uint8Array, label = "utf-8"): TextDecoder {
  const marked = marks.find((mark) => beginsWith(bytes, mark.bytes));
  try {
    return new TextDecoder(marked?.label ?? label);
  } catch {
    return new TextDecoder();
  }
}
