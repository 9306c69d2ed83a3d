import type { Log, Progress } from "../core/log.ts";
import type { ExalateClient } from "../exalate/client.ts";
import { type ConnectionKey, connectionKey, type FindingNode, find, keyText } from "./connection-key.ts";
import { withdrawInputs } from "./input-tables.ts";
import { TaskInputs, type TypedInputs } from "./inputs.ts";

/** What withdrawing needs. */
export interface WithdrawPorts {
  readonly node: FindingNode & Pick<ExalateClient, "signIn" | "deleteConnection">;
  readonly log: Log;
  readonly progress: Progress;
}

/** What became of the connection. */
export type Withdrawn = "withdrawn" | "not there" | "left alone";

/** Checks the inputs. Raises EXA102 or EXA115. */
export function withdrawKey(typed: TypedInputs<typeof withdrawInputs>): ConnectionKey {
  return connectionKey(new TaskInputs(withdrawInputs, typed));
}

/**
 * Removes a connection that is still pending, so that its invitation becomes useless. A connection that does not exist is a
 * success, so that the step can run again. A connection in any other state is never touched. Raises EXA2xx and EXA4xx of
 * the node.
 */
export async function withdraw(key: ConnectionKey, { node, log, progress }: WithdrawPorts): Promise<Withdrawn> {
  await node.signIn();
  const connection = await find(node, key);
  if (connection === undefined) {
    log.info(`There is no ${keyText(key)} on ${node.nodeUrl.host}: nothing to withdraw.`);
    return "not there";
  }
  const title = `connection "${connection.connectionName}" (id ${connection.connectionId}) on ${node.nodeUrl.host}`;
  if (connection.status !== "PENDING") {
    log.warning(`The ${title} is ${connection.status}, not PENDING. It is left as it is.`);
    return "left alone";
  }
  progress.ifStopped(`The ${title} may have been withdrawn. Running the step again is safe.`);
  await node.deleteConnection(connection.connectionId, connection.connectionName);
  log.info(`Withdrew the pending ${title}. Its invitation code is useless now.`);
  return "withdrawn";
}
