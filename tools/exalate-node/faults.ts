import type { PlannedFault } from "../fault-plan.ts";
import type { Operation } from "./operations.ts";

/**
 * A fault in an answer. With `after`, the node first does the work of the request, whatever it answers. Without it, the
 * node does no work, except for `lostAnswer`, `truncate`, `drip` and `alter`, which damage a real answer.
 */
export type Fault =
  /** The connection is reset before the work is done. */
  | { readonly kind: "reset" }
  /** The work is done, then the connection is reset instead of an answer. */
  | { readonly kind: "lostAnswer" }
  /** The node never answers. */
  | { readonly kind: "hang"; readonly after?: boolean }
  /** This status, with the given body or a JSON message. */
  | ({ readonly kind: "status"; readonly status: number } & Replacement)
  /** The headers of the real answer and half of its body, then the connection closes. */
  | { readonly kind: "truncate" }
  /** A sign-in page of a proxy, with status 200. */
  | { readonly kind: "html"; readonly after?: boolean }
  /** Status 200 with exactly this body. */
  | { readonly kind: "body"; readonly body: string; readonly contentType?: string; readonly after?: boolean }
  /** The real answer with a changed body. */
  | { readonly kind: "alter"; readonly alter: (body: string) => string }
  /** The real answer, sent byte by byte. */
  | { readonly kind: "drip"; readonly millisecondsPerByte: number }
  /** A JSON object of this size. */
  | { readonly kind: "big"; readonly bytes: number; readonly after?: boolean }
  /** A small answer that decompresses to a JSON object of this size. */
  | { readonly kind: "gzipBomb"; readonly bytes: number; readonly after?: boolean }
  /** A redirect. */
  | { readonly kind: "redirect"; readonly location: string; readonly status: number; readonly after?: boolean }
  /** A refusal with a message that quotes the whole request, including secrets. */
  | { readonly kind: "echo"; readonly after?: boolean };

interface Replacement {
  readonly body?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly after?: boolean;
}

/** A planned fault of an operation. */
export type PlannedNodeFault = PlannedFault<Operation, Fault>;
