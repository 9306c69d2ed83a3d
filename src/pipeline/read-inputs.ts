import type { Agent } from "./agent.ts";

/** The inputs of these names as typed. */
export function readInputs<Name extends string>(agent: Agent, names: readonly Name[]): Readonly<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, agent.input(name)])) as Record<Name, string>;
}
