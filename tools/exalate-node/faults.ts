import type { PlannedFault } from "../fault-plan.ts";
import type { Operation } from "./operations.ts";

/**
 * What can go wrong with an answer. Where `after` is true the work was done first: the node changed, whatever the
 * caller is told. Without it nothing was done, but for `lostAnswer`, `truncate`, `drip` and `alter`, which spoil a real answer.
 */
export type Fault =
  /** The connection is reset before anything is done. */
  | { readonly kind: "reset" }
  /** The work is done, and the connection is reset instead of an answer. */
  | { readonly kind: "lostAnswer" }
  /** No answer ever comes. */
  | { readonly kind: "hang"; readonly after?: boolean }
  /** Another status, with a JSON message unless a body is given. */
  | ({ readonly kind: "status"; readonly status: number } & Replacement)
  /** The headers of the real answer and half of its body; then the connection closes. */
  | { readonly kind: "truncate" }
  /** A sign-in page of a proxy, with status 200. */
  | { readonly kind: "html"; readonly after?: boolean }
  /** Status 200 with exactly this body. */
  | { readonly kind: "body"; readonly body: string; readonly contentType?: string; readonly after?: boolean }
  /** The real answer, with its body changed. */
  | { readonly kind: "alter"; readonly alter: (body: string) => string }
  /** The real answer, byte by byte. */
  | { readonly kind: "drip"; readonly millisecondsPerByte: number }
  /** A JSON object of that many bytes. */
  | { readonly kind: "big"; readonly bytes: number; readonly after?: boolean }
  /** A small answer that unpacks to a JSON object of that many bytes. */
  | { readonly kind: "gzipBomb"; readonly bytes: number; readonly after?: boolean }
  /** A redirect. */
  | { readonly kind: "redirect"; readonly location: string; readonly status: number; readonly after?: boolean }
  /** A refusal whose message quotes the request, secrets and all. */
  | { readonly kind: "echo"; readonly after?: boolean };

interface Replacement {
  readonly body?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly after?: boolean;
}

/** An operation and what goes wrong with it. */
export type Misbehaviour = PlannedFault<Operation, Fault>;
