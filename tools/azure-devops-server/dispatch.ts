import { type Answer, Refusal, refusalAnswer } from "./answer.ts";
import type { RecordedRequest } from "./exchange.ts";
import { type Call, type Organization, type Route, routes } from "./routes.ts";
import { fakeJobToken, fakePersonalToken } from "./settings.ts";

/** A route and its request. */
export interface Match {
  readonly route: Route;
  readonly call: Call;
}

/** Finds the route of a request; undefined when there is none. */
export function findRoute(organization: Organization, request: RecordedRequest): Match | undefined {
  const { pathname, searchParams: query } = new URL(request.path, "http://server");
  for (const route of routes) {
    const path = isServed(organization, route, request)
      ? matched(route.path, segments(organization, pathname))
      : undefined;
    if (path) return { route, call: { organization, request, path, query } };
  }
  return undefined;
}

/** Handles a request. Refusals become answers. */
export function perform({ route, call }: Match): Answer {
  try {
    return route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    throw error;
  }
}

/** The answer when the path has no route. */
export function notFound({ method, path }: RecordedRequest): Answer {
  return refusalAnswer(new Refusal(404, "VssResourceNotFoundException", `There is nothing for ${method} ${path}.`));
}

/** Whether a request has a job's token, or a personal access token as basic authentication without a user name. */
export function isSignedIn({ headers }: RecordedRequest): boolean {
  const basic = Buffer.from(`:${fakePersonalToken}`).toString("base64");
  return [`Bearer ${fakeJobToken}`, `Basic ${basic}`].includes(headers.authorization ?? "");
}

/** The answer to a request without a valid token. */
export const notSignedIn: Answer = refusalAnswer(
  new Refusal(401, "UnauthorizedRequestException", "TF400813: The user '' is not authorized to access this resource."),
  { "WWW-Authenticate": "Bearer" },
);

function isServed({ settings }: Organization, { host, method }: Route, request: RecordedRequest): boolean {
  return method === request.method && (host === "both" || host === request.host || settings.onPremises);
}

/** The path segments after the organization; undefined when it is another organization. */
function segments({ settings }: Organization, pathname: string): string[] | undefined {
  const [, organization, ...rest] = pathname.split("/").map(decodeURIComponent);
  if (organization?.toLowerCase() !== settings.organization.toLowerCase()) return undefined;
  return rest.at(-1) === "" ? rest.slice(0, -1) : rest;
}

function matched(pattern: string, given: readonly string[] | undefined): Record<string, string> | undefined {
  const expected = pattern.split("/");
  if (given?.length !== expected.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = given[index] ?? "";
    if (part.startsWith("{")) values[part.slice(1, -1)] = segment;
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return values;
}
