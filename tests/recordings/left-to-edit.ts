import { mergePatch } from "../../src/exalate/profile/merge-patch.ts";

/** Something that only a person can decide, and what the person decides here. */
interface LeftToEdit {
  /** The place in the overrides, as the line says that begins with EDIT. */
  readonly pointer: string;
  /** The decision, as a merge patch on the overrides. */
  readonly decision: object;
}

/** What is left to edit after learning from the kept recordings, by the kind of server. */
export const leftToEdit: Readonly<Record<string, readonly LeftToEdit[]>> = {
  // The person typed a token into the console, which signs in without a call. It stays the same.
  kubernetes: [
    {
      pointer: "/operations/authenticate/unavailable",
      decision: { operations: { authenticate: { unavailable: true } } },
    },
  ],
  // The console makes a random id for each request, which the server does not need.
  poor: [
    {
      pointer: "/operations/initiateConnection/body/requestId",
      decision: { operations: { initiateConnection: { body: { requestId: null } } } },
    },
  ],
};

/** The overrides with the decisions of a person in place of what was left to edit. */
export function afterEdits(kindName: string, overrides: string): string {
  const decisions = leftToEdit[kindName] ?? [];
  const edited = decisions.reduce<unknown>((text, { decision }) => mergePatch(text, decision), JSON.parse(overrides));
  return JSON.stringify(edited);
}
