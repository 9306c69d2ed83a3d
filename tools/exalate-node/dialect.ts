import { listOf, mapOf, objectOf, type Schema, violation } from "./schema.ts";

/** New names by old ones. */
export type Renaming = Readonly<Record<string, string>>;

/** HTTP methods that a route may have. */
export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** One of {@link methods}. */
export type Method = (typeof methods)[number];

/** Ways to describe the API. */
export const documentFormats = ["swagger-2.0", "openapi-3.0"] as const;

/** How the page at `/swagger` says where the document is: by a link, a script within, or a script file beside it. */
export const documentNaming = ["link", "script", "initializer"] as const;

/** How a node describes its own API. */
export interface DescribedBy {
  readonly format: (typeof documentFormats)[number];
  readonly syntax: "json" | "yaml";
  /** Path of the document, from the root. */
  readonly path: string;
  readonly namedBy: (typeof documentNaming)[number];
  /** Whether page and document are shown to signed-in callers only. */
  readonly needsSignIn?: boolean;
}

/** How a node's API differs from the usual one. Its own description follows. */
export interface Dialect {
  /** Path by operation, with the same placeholders as the usual one, renamed as `fields` says. */
  readonly paths?: Renaming;
  /** Method by operation. */
  readonly methods?: Readonly<Record<string, Method>>;
  /**
   * Per operation, their name for ours: query parameters, placeholders of the path, and members of request and answer at
   * any depth. One that begins with `/` is a place from the root of the body, or of the list's entry.
   */
  readonly fields?: Readonly<Record<string, Renaming>>;
  /** Per operation, the only members, by our names, that the answer keeps of those that it has at its root. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
  /** Operations that the node does not have. */
  readonly absent?: readonly string[];
  /** Header of the session token, and what stands before the token in it. */
  readonly session?: { readonly header: string; readonly prefix?: string };
  /** Their words for ours. */
  readonly spellings?: { readonly mode?: Renaming; readonly status?: Renaming };
  /** What kind of value identifies a connection; text unless given. */
  readonly ids?: "text" | "number";
  /** Member that holds all of an answer but a refusal. */
  readonly envelope?: string;
  /** Place of the reason in a refusal; `/message` unless given. */
  readonly refusal?: string;
  /** Whether lists leave out a number of entries or of pages. */
  readonly paging?: "offset" | "page";
  readonly document?: DescribedBy;
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
 * @throws Error when it isn't one
 */
export function parseDialect(content: string): Dialect {
  const dialect = JSON.parse(content);
  const wrong = violation(dialectSchema, dialect, "The dialect");
  if (wrong !== null) throw new Error(`This is no dialect. ${wrong}`);
  return dialect;
}
