import { listOf, mapOf, objectOf, type Schema, violation } from "./schema.ts";

/** Names in the dialect by usual name. */
export type Renaming = Readonly<Record<string, string>>;

/** HTTP methods of routes. */
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** One of {@link methods}. */
export type Method = (typeof methods)[number];

/** Ways to describe the API. */
const documentFormats = ["swagger-2.0", "openapi-3.0"] as const;

/** How the page at `/swagger` names the document: by a link, an inline script, or a separate script file. */
const documentNaming = ["link", "script", "initializer"] as const;

/** How a node publishes the description of its API. */
export interface DocumentSettings {
  readonly format: (typeof documentFormats)[number];
  readonly syntax: "json" | "yaml";
  /** Absolute path of the document. */
  readonly path: string;
  readonly namedBy: (typeof documentNaming)[number];
  /** Whether only signed-in callers can read page and document. */
  readonly needsSignIn?: boolean;
}

/** How a node's API differs from the usual one. The description of the API changes with it. */
export interface Dialect {
  /** Path by operation, with the placeholders of the usual path, renamed by `fields`. */
  readonly paths?: Renaming;
  /** Method by operation. */
  readonly methods?: Readonly<Record<string, Method>>;
  /**
   * By operation, new names for query parameters, placeholders of the path, and members of request and answer at any
   * depth. A name that begins with `/` is a path from the root of the body, or of the list entry.
   */
  readonly fields?: Readonly<Record<string, Renaming>>;
  /** By operation, the usual names of the only root members that the answer keeps. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
  /** Operations that the node does not have. */
  readonly absent?: readonly string[];
  /** Header of the session token, and the text before the token in it. */
  readonly session?: { readonly header: string; readonly prefix?: string };
  /** New words for modes and statuses. */
  readonly spellings?: { readonly mode?: Renaming; readonly status?: Renaming };
  /** Type of connection ids; text when absent. */
  readonly ids?: "text" | "number";
  /** Member that contains the whole answer, except for a refusal. */
  readonly envelope?: string;
  /** Path of the reason in a refusal; `/message` when absent. */
  readonly refusal?: string;
  /** Whether lists skip a number of entries or of pages; entries when absent. */
  readonly paging?: "offset" | "page";
  readonly document?: DocumentSettings;
}

const text: Schema = { type: "string" };
const renaming = mapOf(text);

const documentSchema = objectOf(
  {
    format: { type: "string", enum: documentFormats },
    syntax: { type: "string", enum: ["json", "yaml"] },
    path: text,
    namedBy: { type: "string", enum: documentNaming },
    needsSignIn: { type: "boolean" },
  },
  ["format", "syntax", "path", "namedBy"],
);

const dialectSchema = objectOf(
  {
    paths: renaming,
    methods: mapOf({ type: "string", enum: methods }),
    fields: mapOf(renaming),
    answers: mapOf(listOf(text)),
    absent: listOf(text),
    session: objectOf({ header: text, prefix: text }, ["header"]),
    spellings: objectOf({ mode: renaming, status: renaming }, []),
    ids: { type: "string", enum: ["text", "number"] },
    envelope: text,
    refusal: text,
    paging: { type: "string", enum: ["offset", "page"] },
    document: documentSchema,
  },
  [],
);

/**
 * Reads a dialect from JSON.
 * @throws Error when it is not a valid one
 */
export function parseDialect(content: string): Dialect {
  const dialect = JSON.parse(content);
  const wrong = violation(dialectSchema, dialect, "The dialect");
  if (wrong !== null) throw new Error(`This is not a dialect. ${wrong}`);
  return dialect;
}
