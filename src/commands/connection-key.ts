import { Failure } from "../core/failure.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection } from "../exalate/connection.ts";

/** What identifies a connection: its name or its id. */
export type ConnectionKey = { readonly connectionName: string } | { readonly connectionId: string };

/** The part of the Exalate client that finding a connection needs. */
export type FindingNode = Pick<ExalateClient, "nodeUrl" | "findConnection" | "findConnectionById">;

type KeyName = "connectionName" | "connectionId";

/** The part of a task's inputs that names a connection. */
interface KeyInputs {
  text(name: KeyName): string;
  requiredExpanded(name: KeyName): string;
}

/** The key in the inputs `connectionName` and `connectionId`. Raises EXA102 or EXA115. */
export function connectionKey(inputs: KeyInputs): ConnectionKey {
  const [byName, byId] = [inputs.text("connectionName") !== "", inputs.text("connectionId") !== ""];
  if (byName && byId) throw keyProblem('Both "connectionName" and "connectionId" are set.', "Set only one of them.");
  if (byId) return { connectionId: inputs.requiredExpanded("connectionId") };
  if (byName) return { connectionName: inputs.requiredExpanded("connectionName") };
  throw keyProblem(
    'Neither "connectionName" nor "connectionId" is set, or the variables in them do not exist here.',
    "Set one of them. The initiating step sets both as outputs; a later stage reads " +
      "stageDependencies.<stage>.<job>.outputs['<step>.connectionName'] in the variables of its job.",
  );
}

function keyProblem(happened: string, remedy: string): Failure {
  return new Failure("EXA115", happened, remedy);
}

/** The connection with this key; undefined when the node has none. */
export function find(node: FindingNode, key: ConnectionKey): Promise<Connection | undefined> {
  return "connectionId" in key ? node.findConnectionById(key.connectionId) : node.findConnection(key.connectionName);
}

/** The key as part of a sentence: `connection "a_to_b"` or `connection with id 17`. */
export function keyText(key: ConnectionKey): string {
  return "connectionId" in key ? `connection with id ${key.connectionId}` : `connection "${key.connectionName}"`;
}
