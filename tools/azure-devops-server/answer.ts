/** What goes back over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An identity that nears its limit is told so with every answer. */
const rateLimit = { "X-RateLimit-Resource": "Concurrency", "X-RateLimit-Remaining": "17" };

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8; api-version=7.2-preview", ...rateLimit, ...headers },
    body: JSON.stringify(value),
  };
}

/** A list as Azure DevOps wraps it. */
export function list(value: readonly unknown[]): Answer {
  return json(200, { count: value.length, value });
}

/** A refusal, worded as Azure DevOps words its errors. */
export class Refusal extends Error {
  readonly status: number;
  /** Short name of the server's exception, such as `UnauthorizedRequestException`. */
  readonly typeKey: string;

  constructor(status: number, typeKey: string, message: string) {
    super(message);
    this.status = status;
    this.typeKey = typeKey;
  }
}

/** The wire form of a refusal. */
export function refusalAnswer(
  { status, typeKey, message }: Refusal,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const typeName = `Microsoft.TeamFoundation.Framework.Server.${typeKey}, Microsoft.TeamFoundation.Framework.Server`;
  const body = { $id: "1", innerException: null, message, typeName, typeKey, errorCode: 0, eventId: 3000 };
  return json(status, body, headers);
}

/** The page to which a request without valid credentials is led; status 203, as Azure DevOps sends it. */
export const signInPage: Answer = {
  status: 203,
  headers: { "Content-Type": "text/html; charset=utf-8" },
  body: "<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head><body></body></html>",
};
