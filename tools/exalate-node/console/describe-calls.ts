import { isKept } from "../apply-dialect.ts";
import type { Dialect } from "../dialect.ts";
import { answerShape, nameInDialect, refusalPlace, requestShape } from "../dialect-shapes.ts";
import type { Shape } from "../reshape.ts";
import { fullPath, type NodeSelf, type Route } from "../route.ts";
import type { Schema } from "../schema.ts";
import { sessionPlace } from "../sign-in.ts";
import { consoleOperations, type NodeCall, type NodeCalls, type Place } from "./node-calls.ts";

/** Describes to the console how a node's API is called: from the table of routes and the dialect, as Swagger is. */
export function describeCalls({ settings, routes }: NodeSelf): NodeCalls {
  const { dialect, tokens } = settings;
  const used = routes.filter(({ operation }) => consoleOperations.some((name) => name === operation));
  return {
    signInWith: tokens.length > 0 ? "token" : "password",
    session: sessionPlace({ settings }),
    issuedHeader: issuedHeaderOf(used),
    calls: Object.fromEntries(used.map((route) => [route.operation, describedCall(route, dialect)])),
    words: { mode: dialect.spellings?.mode ?? {}, status: dialect.spellings?.status ?? {} },
    refusal: refusalPlace(dialect),
    paging: dialect.paging ?? "offset",
  };
}

function issuedHeaderOf(routes: readonly Route[]): string | null {
  const signIn = routes.find(({ operation }) => operation === "authenticate");
  return Object.keys((signIn && successOf(signIn)?.headers) ?? {})[0] ?? null;
}

function describedCall(route: Route, dialect: Dialect): NodeCall {
  const { operation, query, body } = route.usual ?? route;
  return {
    method: route.method,
    path: fullPath(route),
    query: Object.fromEntries(query.map(({ name }) => [name, nameInDialect(dialect, operation, name)])),
    body: Object.fromEntries(placesOf(requestShape(dialect, operation), body ?? {})),
    ...answerPlaces(route.usual ?? route, dialect),
  };
}

function answerPlaces(route: Route, dialect: Dialect): Pick<NodeCall, "answer" | "entry"> {
  const members = Object.entries(successOf(route)?.schema?.properties ?? {});
  const kept = members.filter(([name]) => isKept(route, dialect, name));
  const items = kept.flatMap(([, { items: each }]) => (each?.properties ? [each] : []));
  const shape = answerShape(dialect, route.operation);
  return {
    answer: Object.fromEntries(placesOf(shape, { properties: Object.fromEntries(kept) })),
    entry: Object.fromEntries(items.flatMap((item) => placesOf(shape.entries, item))),
  };
}

function successOf({ answers }: Route): Route["answers"][number] | undefined {
  return Object.entries(answers).find(([status]) => status.startsWith("2"))?.[1];
}

function placesOf(
  shape: Shape,
  { properties = {} }: Pick<Schema, "properties">,
  inside: readonly string[] = [],
): [string, Place][] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    schema.properties ? placesOf(shape, schema, [...inside, name]) : [[name, shape.place(name, inside)]],
  );
}
