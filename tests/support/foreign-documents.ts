/** An API like a node's, with other names (links, tickets, spaces), nested bodies, bearer tokens and pages from 1. */
export const linksDocument: object = {
  openapi: "3.0.3",
  info: { title: "Contoso links", version: "2" },
  servers: [{ url: "https://elsewhere.example/api/v2" }],
  security: [{ session: [] }],
  components: {
    securitySchemes: { session: { type: "http", scheme: "bearer" } },
    schemas: {
      State: { type: "string", enum: ["INVITED", "LINKED", "PAUSED"] },
      Link: {
        type: "object",
        properties: {
          uid: { type: "string" },
          title: { type: "string" },
          state: { $ref: "#/components/schemas/State" },
          partner: { type: "object", properties: { address: { type: "string" } } },
        },
      },
      NewLink: {
        allOf: [
          {
            type: "object",
            required: ["link", "here", "there"],
            properties: {
              link: {
                type: "object",
                required: ["title", "flavour"],
                properties: {
                  title: { type: "string" },
                  memo: { type: "string" },
                  flavour: { type: "string", enum: ["SCRIPTED", "SIMPLE"] },
                },
              },
              here: {
                type: "object",
                required: ["alias"],
                properties: { alias: { type: "string" }, project: { type: "string" } },
              },
              there: {
                type: "object",
                required: ["alias"],
                properties: { alias: { type: "string" }, url: { type: "string" }, hidden: { type: "boolean" } },
              },
            },
          },
          { type: "object", required: ["channel"], properties: { channel: { type: "string", enum: ["REST"] } } },
        ],
      },
    },
  },
  paths: {
    "/sessions": {
      post: {
        operationId: "openSession",
        requestBody: {
          content: {
            "application/json": {
              schema: { type: "object", properties: { login: { type: "string" }, secret: { type: "string" } } },
            },
          },
        },
        responses: {
          201: {
            description: "open",
            content: {
              "application/json": { schema: { type: "object", properties: { accessToken: { type: "string" } } } },
            },
          },
        },
      },
      delete: { operationId: "closeSession", responses: { 204: { description: "closed" } } },
    },
    "/links": {
      get: {
        operationId: "listLinks",
        parameters: [
          { name: "page", in: "query", schema: { type: "integer", default: 1 } },
          { name: "perPage", in: "query", schema: { type: "integer" } },
        ],
        responses: {
          200: {
            description: "some",
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: {
                    count: { type: "integer" },
                    data: { type: "array", items: { $ref: "#/components/schemas/Link" } },
                  },
                },
              },
            },
          },
        },
      },
      post: {
        operationId: "proposeLink",
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/NewLink" } } },
        },
        responses: {
          201: {
            description: "proposed",
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: {
                    link: { $ref: "#/components/schemas/Link" },
                    pairing: { type: "object", properties: { ticket: { type: "string" } } },
                  },
                },
              },
            },
          },
        },
      },
    },
    "/links/{uid}": {
      get: {
        operationId: "getLink",
        parameters: [{ name: "uid", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          200: {
            description: "one",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Link" } } },
          },
        },
      },
      delete: {
        operationId: "dropLink",
        parameters: [{ name: "uid", in: "path", required: true, schema: { type: "string" } }],
        responses: { 204: { description: "gone" } },
      },
    },
    "/links/{uid}/ticket": {
      get: {
        operationId: "showTicket",
        parameters: [{ name: "uid", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          200: { description: "the ticket", content: { "text/plain": { schema: { type: "string" } } } },
        },
      },
    },
    "/links/join": {
      post: {
        operationId: "joinLink",
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["ticket"],
                properties: {
                  ticket: { type: "string" },
                  here: { type: "object", properties: { project: { type: "string" } } },
                },
              },
            },
          },
        },
        responses: {
          200: {
            description: "joined",
            content: {
              "application/json": {
                schema: { type: "object", properties: { link: { $ref: "#/components/schemas/Link" } } },
              },
            },
          },
        },
      },
    },
    "/spaces": {
      get: {
        operationId: "findSpaces",
        parameters: [{ name: "q", in: "query", schema: { type: "string" } }],
        responses: {
          200: {
            description: "spaces",
            content: {
              "application/json": {
                schema: {
                  type: "array",
                  items: { type: "object", properties: { key: { type: "string" }, title: { type: "string" } } },
                },
              },
            },
          },
        },
      },
    },
  },
};
