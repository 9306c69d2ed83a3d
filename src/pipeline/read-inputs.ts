import type { InputTable } from "../commands/input-tables.ts";
import type { TypedInputs } from "../commands/inputs.ts";
import type { Agent } from "./agent.ts";

const readOtherwise = new Set(["secret", "file", "serviceConnection"]);

/** The inputs of a task as typed, except secrets, files and service connections. */
export function readInputs<Table extends InputTable>(agent: Agent, table: Table): TypedInputs<Table> {
  const texts = Object.entries(table).filter(([, { kind }]) => !readOtherwise.has(kind));
  return Object.fromEntries(texts.map(([name]) => [name, agent.input(name)])) as TypedInputs<Table>;
}
