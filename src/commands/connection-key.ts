import { Failure } from "../core/failure.ts";
import type { ExalateClient } from "../exalate/client.ts";
import type { Connection } from "../exalate/connection.ts";

/** What a connection is called by: its name or its id. */
export type ConnectionKey = { readonly connectionName: string } | { readonly connectionId: string };

/** The part of the Exalate client that finding a connection needs. */
export type FindingNode = Pick<ExalateClient, "nodeUrl" | "findConnection" | "findConnectionById">;

type KeyName = "connectionName" | "connectionId";

/** The part of a task's inputs that names a connection. */
interface KeyInputs {
  text(name: KeyName): string;
  requiredExpanded(name: KeyName): string;
}

/** The key that the inputs `connectionName` and `connectionId` give; raises EXA102 or EXA115. */
export function connectionKey(inputs: KeyInputs): ConnectionKey {
  const [byName, byId] = [inputs.text("connectionName") !== "", inputs.text("connectionId") !== ""];
  if (byName && byId)
    throw keyProblem('The inputs give both "connectionName" and "connectionId".', "Give one of the two.");
  if (byId) return { connectionId: inputs.requiredExpanded("connectionId") };
  if (byName) return { connectionName: inputs.requiredExpanded("connectionName") };
  throw keyProblem(
    'The inputs give neither "connectionName" nor "connectionId", or variables in them do not exist here.',
    "Give one of the two. The step that initiates sets both as outputs: a later stage reads " +
      "stageDependencies.<stage>.<job>.outputs['<step>.connectionName'] in the variables of its job.",
  );
}

function keyProblem(happened: string, remedy: string): Failure {
  return new Failure("EXA115", happened, remedy);
}

/** The connection of that key, if the node has it. */
export function find(node: FindingNode, key: ConnectionKey): Promise<Connection | undefined> {
  return "connectionId" in key ? node.findConnectionById(key.connectionId) : node.findConnection(key.connectionName);
}

/** The key in a sentence: `connection "a_to_b"` or `connection with id 17`. */
export function keyText(key: ConnectionKey): string {
  return "connectionId" in key ? `connection with id ${key.connectionId}` : `connection "${key.connectionName}"`;
}
