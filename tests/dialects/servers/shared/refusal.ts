import { jsonOrUndefined } from "../../../../src/core/json.ts";
import { type Schema, violation } from "../../../../tools/exalate-node/schema.ts";
import type { Received } from "./loopback.ts";

/** A request that a server refuses. Each server has its own form for it. */
export class Refusal extends Error {
  /** The HTTP status of the answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The JSON body of a request with exactly the members of a schema.
 * @throws Refusal for any other body, with the status given
 */
export function strictBody<Body>({ headers, body }: Received, schema: Schema, status = 400): Body {
  if (!headers["content-type"]?.startsWith("application/json")) throw new Refusal(415, "Send application/json.");
  const value = jsonOrUndefined(body);
  const wrong = violation(schema, value);
  if (wrong !== null) throw new Refusal(status, `${wrong}.`);
  return value as Body;
}

/**
 * The value.
 * @throws Refusal when it is undefined
 */
export function presentOr<Value>(value: Value | undefined, status: number, message: string): Value {
  if (value === undefined) throw new Refusal(status, message);
  return value;
}
