/** The answer to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Azure DevOps adds these headers to every answer when an identity is near its rate limit. */
const rateLimit = { "X-RateLimit-Resource": "Concurrency", "X-RateLimit-Remaining": "17" };

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8; api-version=7.2-preview", ...rateLimit, ...headers },
    body: JSON.stringify(value),
  };
}

/** An answer with a list, wrapped as in Azure DevOps. */
export function list(value: readonly unknown[]): Answer {
  return json(200, { count: value.length, value });
}

/** A refusal with a message of Azure DevOps. */
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

/** The answer for a refusal. */
export function refusalAnswer(
  { status, typeKey, message }: Refusal,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const typeName = `Microsoft.TeamFoundation.Framework.Server.${typeKey}, Microsoft.TeamFoundation.Framework.Server`;
  const body = { $id: "1", innerException: null, message, typeName, typeKey, errorCode: 0, eventId: 3000 };
  return json(status, body, headers);
}

/** The sign-in page for a request without valid credentials; status 203, as in Azure DevOps. */
export const signInPage: Answer = {
  status: 203,
  headers: { "Content-Type": "text/html; charset=utf-8" },
  body: "<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head><body></body></html>",
};
