import { acceptInvitation, checkInvitation, completeConnection } from "./accepting.ts";
import { apiDocument, documentSettings } from "./api-document.ts";
import { connectionStatuses } from "./connection.ts";
import { consoleAtRoot } from "./console/console-route.ts";
import { describeDestination, healthcheck } from "./destinations.ts";
import { initiateConnection, readInvitation } from "./initiating.ts";
import { activateConnection, deactivateConnection, deleteConnection } from "./lifecycle.ts";
import { defaultLimit, largestLimit, listConnections } from "./listing.ts";
import { searchProjects } from "./projects.ts";
import type { DescribedAnswer, QueryParameter, Route } from "./route.ts";
import { listOf, objectOf, refusalSchema, type Schema, textOf } from "./schema.ts";
import { offeredModes, type Settings } from "./settings.ts";
import { authenticate, issuedHeader } from "./sign-in.ts";
import { initializerPath, pageInitializer, swaggerPage } from "./swagger-page.ts";

/** All routes of a node with these settings. */
export function routesOf(settings: Settings): Route[] {
  return [
    signInRoute(settings),
    ...readRoutes,
    ...initiateRoutes,
    ...(settings.canReadInvitation ? [readInvitationRoute] : []),
    ...acceptRoutes,
    ...lifecycleRoutes,
    ...swaggerRoutes(settings),
    consoleRoute,
  ];
}

const status: Schema = { type: "string", enum: connectionStatuses, description: "Status of the connection" };
const offered = listOf({ type: "string", enum: offeredModes });
const id = textOf("Identifies the connection on this node");
const project = textOf("Name or key of the project that receives items");
const invitationCode = textOf("Opaque code for the other side; anyone who has it can accept");
const connection = { id, name: textOf("Name of the connection"), status };
const brief = objectOf(connection);

const defaults = { api: true, access: "session", query: [], body: null } as const;

function signInRoute({ tokenPlace }: Settings): Route {
  return {
    ...defaults,
    operation: "authenticate",
    method: "POST",
    path: "/authenticate",
    summary: "Starts a session",
    access: "anyone",
    body: objectOf({
      authProtocol: { type: "string", enum: ["basic"] },
      user: textOf("Empty when the password is a token"),
      password: textOf("The password, or a token"),
    }),
    answers: {
      200: signedIn(tokenPlace),
      401: refused("The credentials are not correct"),
    },
    handle: authenticate,
  };
}

const readRoutes: readonly Route[] = [
  {
    ...defaults,
    operation: "listConnections",
    method: "GET",
    path: "/connections",
    summary: "Lists connections, page by page",
    query: [
      numberParameter("offset", "Connections to skip; 0 by default"),
      numberParameter("limit", `Connections in the page: ${defaultLimit} by default, ${largestLimit} at most`),
    ],
    answers: { 200: answered("One page of the connections", connectionPage()) },
    handle: listConnections,
  },
  {
    ...defaults,
    operation: "searchProjects",
    method: "GET",
    path: "/scopeparams/search",
    summary: "Finds projects of this node's tracker",
    query: [textParameter("project", "Part of the name, in any case; empty for all projects", false)],
    answers: {
      200: answered(
        "The projects",
        objectOf({ results: listOf(objectOf({ key: textOf("Identifies the project"), name: textOf("Its name") })) }),
      ),
    },
    handle: searchProjects,
  },
  {
    ...defaults,
    operation: "describeDestination",
    method: "GET",
    path: "/destinations",
    summary: "Looks up whether an Exalate node answers at a URL",
    query: [textParameter("url", "The other instance's URL", true)],
    answers: {
      200: answered(
        "What was found",
        objectOf({
          reachable: { type: "boolean" },
          nodeUrl: { ...textOf("URL of the Exalate node there"), "x-nullable": true },
          modes: offered,
        }),
      ),
      400: refused("The URL is not valid"),
    },
    handle: describeDestination,
  },
  {
    ...defaults,
    operation: "healthcheck",
    method: "GET",
    path: "/healthcheck",
    summary: "Describes this node",
    access: "anyone",
    answers: {
      200: answered(
        "The node is up",
        objectOf({
          status: { type: "string", enum: ["ok"] },
          nodeUrl: textOf("URL that the node reports as its own"),
          version: textOf("Version of the node"),
          trackerType: textOf("Type of its tracker"),
          modes: offered,
        }),
      ),
    },
    handle: healthcheck,
  },
];

const initiateRoutes: readonly Route[] = [
  {
    ...defaults,
    operation: "initiateConnection",
    method: "POST",
    path: "/connections",
    summary: "Initiates a connection and makes its invitation code",
    body: objectOf(
      {
        name: { type: "string", title: "Connection name", maxLength: 255 },
        description: textOf("Free text"),
        localShortName: textOf("Short name of this side"),
        remoteShortName: textOf("Short name of the other side"),
        remoteUrl: textOf("URL of the other side; absent when the connection is private"),
        private: { type: "boolean", description: "The other side has no URL that this node can reach" },
        mode: { type: "string", enum: ["script", "basic"] },
        project,
      },
      ["name", "localShortName", "remoteShortName", "private", "mode", "project"],
    ),
    answers: {
      201: answered("The connection is pending", objectOf({ ...connection, invitationCode })),
      400: refused("A member is missing or wrong"),
      403: refused("The license allows no more connections"),
      409: refused("The name is taken"),
    },
    handle: initiateConnection,
  },
];

const readInvitationRoute: Route = {
  ...defaults,
  operation: "readInvitation",
  method: "GET",
  path: "/connections/{id}/invitation",
  summary: "Shows the invitation code of a pending connection",
  answers: {
    200: answered("The code, the same as before", objectOf({ invitationCode })),
    404: refused("There is no such connection"),
    409: refused("The connection is no longer pending"),
  },
  handle: readInvitation,
};

const acceptRoutes: readonly Route[] = [
  {
    ...defaults,
    operation: "checkInvitation",
    method: "POST",
    path: "/connections/accept/check",
    summary: "Checks whether an invitation code is valid, without any change",
    body: objectOf({ invitationCode }),
    answers: {
      204: { description: "The code is valid", schema: null },
      400: refused("The code is not valid"),
      403: refused("The license allows no more connections"),
      409: answered("The invitation was already accepted here, or the name is taken", alreadyAccepted()),
    },
    handle: checkInvitation,
  },
  {
    ...defaults,
    operation: "acceptInvitation",
    method: "POST",
    path: "/connections/accept",
    summary: "Accepts an invitation of another node",
    body: objectOf({ invitationCode, project }),
    answers: {
      200: answered("The connection is active on both sides", brief),
      400: refused("The code or the project is not valid"),
      403: refused("The license allows no more connections"),
      409: answered("The invitation was already accepted here, or the name is taken", alreadyAccepted()),
      502: refused("The initiating node could not complete the connection"),
    },
    handle: acceptInvitation,
  },
  {
    ...defaults,
    operation: "completeConnection",
    method: "POST",
    path: "/connections/complete",
    summary: "Called by the accepting node: makes a pending connection active",
    access: "anyone",
    body: objectOf({ connectionId: id, proof: textOf("JWT signed with the secret in the invitation") }),
    answers: {
      200: answered("The connection is active", brief),
      401: refused("The proof is not valid"),
      404: refused("There is no such connection"),
      409: refused("Another node has already accepted"),
    },
    handle: completeConnection,
  },
];

const lifecycleRoutes: readonly Route[] = [
  {
    ...defaults,
    operation: "deleteConnection",
    method: "DELETE",
    path: "/connections/{id}",
    summary: "Removes a connection from this side",
    answers: {
      204: { description: "The connection is removed", schema: null },
      404: answered("There is no such connection", textOf("A sentence")),
    },
    handle: deleteConnection,
  },
  {
    ...defaults,
    operation: "deactivateConnection",
    method: "POST",
    path: "/connections/{id}/deactivate",
    summary: "Deactivates an active connection on this side",
    answers: stateAnswers("The connection is deactivated"),
    handle: deactivateConnection,
  },
  {
    ...defaults,
    operation: "activateConnection",
    method: "POST",
    path: "/connections/{id}/activate",
    summary: "Activates a deactivated connection on this side",
    answers: stateAnswers("The connection is active"),
    handle: activateConnection,
  },
];

function swaggerRoutes({ swaggerNeedsSignIn, dialect }: Settings): Route[] {
  const { path, namedBy } = documentSettings(dialect);
  const shown = { ...defaults, api: false, method: "GET", access: swaggerNeedsSignIn ? "session" : "anyone" } as const;
  const html = answered("The page", textOf("HTML"));
  const document = answered("The document", { type: "object" });
  return [
    {
      ...shown,
      operation: "swaggerPage",
      path: "/swagger",
      summary: "Shows this API",
      answers: { 200: html },
      handle: swaggerPage,
    },
    {
      ...shown,
      operation: "swaggerDocument",
      path,
      summary: "Describes this API",
      answers: { 200: document },
      handle: apiDocument,
    },
    ...(namedBy === "initializer" ? [{ ...shown, ...initializer }] : []),
  ];
}

const consoleRoute: Route = {
  ...defaults,
  operation: "consolePage",
  api: false,
  method: "GET",
  path: "/",
  summary: "Shows the console",
  access: "anyone",
  answers: { 200: answered("The page", textOf("HTML")) },
  handle: consoleAtRoot,
};

const initializer = {
  operation: "swaggerInitializer",
  path: initializerPath,
  summary: "Names the description of this API for the page",
  answers: { 200: answered("The script", textOf("JavaScript")) },
  handle: pageInitializer,
} as const;

function answered(description: string, schema: Schema): DescribedAnswer {
  return { description, schema };
}

function refused(description: string): DescribedAnswer {
  return { description, schema: refusalSchema };
}

function textParameter(name: string, description: string, required: boolean): QueryParameter {
  return { name, type: "string", required, description };
}

function numberParameter(name: string, description: string): QueryParameter {
  return { name, type: "integer", required: false, description };
}

function signedIn(place: Settings["tokenPlace"]): DescribedAnswer {
  const token = textOf("The session token");
  if (place === "header") {
    return { ...answered("Signed in", objectOf({})), headers: { [issuedHeader]: "The session token" } };
  }
  return answered("Signed in", place === "body" ? token : objectOf({ [place]: token }));
}

function connectionPage(): Schema {
  const communication = objectOf({ remoteUrl: { ...textOf("Null while unknown"), "x-nullable": true } });
  const count: Schema = { type: "integer" };
  const listed = objectOf({ ...connection, description: textOf("Free text"), communication });
  return objectOf({ offset: count, limit: count, total: count, results: listOf(listed) });
}

function alreadyAccepted(): Schema {
  return objectOf({ ...refusalSchema.properties, ...connection }, ["message"]);
}

function stateAnswers(description: string): Route["answers"] {
  return {
    200: answered(description, brief),
    404: refused("There is no such connection"),
    409: refused("The connection has another status"),
  };
}
