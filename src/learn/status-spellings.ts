import type { JsonObject } from "../core/json.ts";
import type { Edit } from "./learned.ts";
import { editMark } from "./resolve-call.ts";
import type { StatusSeen } from "./statuses.ts";

/** The node's words for the states, as overrides. */
export interface StatusSpellings {
  readonly members: JsonObject;
  readonly edits: readonly Edit[];
  readonly remarks: readonly string[];
}

/** The spellings of the states that differ from Exalate's own. */
export function statusSpellings(status: StatusSeen | undefined): StatusSpellings {
  if (status === undefined) return { members: {}, edits: [], remarks: [] };
  const { pending, active } = status;
  const words = { ...spelled("PENDING", pending), ...spelled("ACTIVE", active) };
  const isUsual = Object.keys(words).length === 0;
  const missing = [pending === undefined ? "PENDING" : "", active === undefined ? "ACTIVE" : ""].filter(
    (word) => word !== "",
  );
  const edits = isUsual ? [] : missing.map(missingWord);
  const status_ = {
    ...words,
    ...Object.fromEntries(edits.map(({ pointer }) => [pointer.split("/").at(-1) ?? "", editMark])),
  };
  return {
    members: Object.keys(status_).length === 0 ? {} : { status: status_ },
    edits,
    remarks: [...(isUsual ? missing.map(assumedWord) : []), ...(isUsual ? [] : [deactivated])],
  };
}

function spelled(word: string, recorded: string | undefined): Record<string, string> {
  return recorded === undefined || recorded.toUpperCase() === word ? {} : { [word]: recorded };
}

function missingWord(word: string): Edit {
  const when = word === "ACTIVE" ? "after the other side accepted" : "before the other side accepts";
  return {
    pointer: `/spellings/status/${word}`,
    what: `The node's word for ${word} was not seen: write it, or record the list of connections ${when}.`,
  };
}

function assumedWord(word: string): string {
  return `No recorded list has a connection that is ${word}: the overrides assume that the node writes it so.`;
}

const deactivated = "The node's word for DEACTIVATED was not seen: the overrides assume that the node writes it so.";
