import { isObject } from "../core/json.ts";
import { pointerTo } from "../core/json-pointer.ts";
import { type Exchange, partsOfSegment } from "./exchange.ts";
import type { Scalar } from "./json-leaves.ts";
import { changedForm, filledText, type Meaning, type Meanings, shortPart } from "./meanings.ts";
import { isSecretSegment, isSecretSent } from "./secret-values.ts";
import type { Tracer, Use } from "./trace.ts";
import { isCommonConstant, isPlainWord, isRandomText, oneOffKind } from "./value-kinds.ts";

/** Marks what a person must fill in. */
export const editMark = "{EDIT}";

/** Something in a call that the recording leaves open. */
export interface Problem {
  /** The member names from the call to the place. */
  readonly steps: readonly string[];
  readonly what: string;
  /** Whether what was recorded there must be replaced, although it could be written. */
  readonly isOpen?: boolean;
}

/** A recorded call with the operation's values, and values of earlier answers, in place of what was recorded. */
export interface TemplatedCall {
  readonly exchange: Exchange;
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly problems: readonly Problem[];
  readonly remarks: readonly string[];
  /** The answers' values that it uses. */
  readonly uses: readonly Use[];
  /** The operation's values that it sends, or may send. */
  readonly sends: ReadonlySet<string>;
}

/** What is known of the recording that no call may repeat or freeze. */
export interface Background {
  readonly meanings: Meanings;
  readonly tracer: Tracer;
  /** Texts that must not be shown nor frozen: the session, passwords, the code. */
  readonly secrets: readonly string[];
  /** Whether a text is the person's own name or address. */
  readonly isPersonal: (text: string) => boolean;
  /** The other calls of the same address, to see which values differ. */
  readonly others: (exchange: Exchange) => readonly Exchange[];
  /** The segments of a call that every console page uses, such as the list's. */
  readonly usual: readonly string[];
  readonly tokenHeader: string | undefined;
  /** The queries of lists, which are known from several calls. */
  readonly queries: ReadonlyMap<Exchange, Readonly<Record<string, string>>>;
}

/** A shorter secret can be in an answer by chance. In characters. */
const shortestTraced = 6;

type Resolution =
  | { readonly kind: "constant"; readonly remark?: string }
  | { readonly kind: "template"; readonly template: string; readonly remark?: string }
  | { readonly kind: "edit"; readonly what: string };

/** Replaces what was recorded of one call. */
export class CallResolver {
  readonly #exchange: Exchange;
  readonly #background: Background;
  readonly #problems: Problem[] = [];
  readonly #remarks: string[] = [];
  readonly #uses: Use[] = [];
  readonly #sends = new Set<string>();

  constructor(exchange: Exchange, background: Background) {
    this.#exchange = exchange;
    this.#background = background;
  }

  resolve(): TemplatedCall {
    const segments = this.#segments();
    const query = this.#query();
    const headers = this.#headers();
    const body = this.#body();
    const [problems, remarks, uses, sends] = [this.#problems, this.#remarks, this.#uses, this.#sends];
    return { exchange: this.#exchange, segments, query, headers, body, problems, remarks, uses, sends };
  }

  #problem(steps: readonly string[], what: string): string {
    this.#problems.push({ steps, what });
    return editMark;
  }

  #segments(): string[] {
    const usual = sharedLength(this.#exchange.segments, this.#background.usual);
    return this.#exchange.segments.map((segment, at) => {
      const parts = partsOfSegment(segment);
      const isWhole = parts.length < 2 || this.#background.meanings.of(segment, ["path"]).length > 0;
      if (isWhole) return this.#segment(segment, at, at < usual);
      return parts.map((part) => (/^[:()']/.test(part) ? part : this.#segment(part, at, at < usual))).join("");
    });
  }

  #segment(segment: string, at: number, isUsual: boolean): string {
    const found = this.#pathResolution(segment, at, isUsual);
    if (found.kind === "edit") return this.#problem(["path"], found.what);
    if (found.kind === "template" && isSecret(found.template)) return this.#problem(["path"], secretPlace);
    if (found.kind === "template") return found.template;
    return segment === this.#exchange.segments[at] ? (this.#exchange.rawSegments[at] ?? "") : segment;
  }

  #pathResolution(segment: string, at: number, isUsual: boolean): Resolution {
    if (this.#background.isPersonal(segment) && !isUsual) return { kind: "edit", what: untraced([]) };
    if (isUsual && isPlainWord(segment)) return { kind: "constant" };
    const meanings = isUsual ? [] : this.#background.meanings.of(segment, ["path"]);
    if (
      meanings.some(({ sends }) => sends !== "constant") &&
      isPlainWord(segment) &&
      meanings.some(({ sends }) => sends === "constant" || isTypedWord(sends))
    )
      return { kind: "edit", what: `A part of the path is ${orOf(meanings)}, or a word of the path: write which.` };
    const meant = this.#meant(meanings, false);
    if (meant !== undefined) return meant;
    const traced = isPlainWord(segment) ? undefined : this.#traced(segment, ["path"], at);
    if (traced !== undefined) return traced;
    if (/[{}]/.test(segment) || isSecretSegment(segment, this.#exchange.segments[at - 1]))
      return { kind: "edit", what: randomPart };
    if (isUsual || /^(v\d+|\d+\.\d+(\.\d+)*)$/i.test(segment) || this.#isNumberedStep(segment, at))
      return { kind: "constant" };
    if (!/^\d+$/.test(segment) && !this.#background.isPersonal(segment)) return this.#partial(segment);
    return { kind: "edit", what: randomPart };
  }

  /** The number of a step or of a version, such as in `/wizard/2`. */
  #isNumberedStep(segment: string, at: number): boolean {
    const before = this.#exchange.segments[at - 1] ?? "";
    return /^\d$/.test(segment) && /^(w|v|wizard|version|steps?|stages?|pages?)$/i.test(before);
  }

  #partial(text: string): Resolution {
    const changed = changedForm(text, this.#background.meanings);
    if (changed === undefined) return { kind: "constant" };
    return {
      kind: "edit",
      what: `A part of the path holds ${changed.words} in a changed form, which overrides cannot write.`,
    };
  }

  #query(): Readonly<Record<string, string>> {
    const known = this.#background.queries.get(this.#exchange);
    if (known !== undefined) return this.#knownQuery(known);
    const entries = this.#exchange.query.flatMap(([name, value]): [string, string][] => {
      const isBuster = /^(_|_t|ts|timestamp|nocache|rnd)$/i.test(name) && /\d/.test(value);
      return isBuster ? [] : [[name, String(this.#leaf(value, ["query", name]))]];
    });
    return Object.fromEntries(entries);
  }

  #knownQuery(query: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const entries = Object.entries(query).map(([name, value]): [string, string] => {
      const isSecret = !/[{}]/.test(value) && isSecretSent(value, ["query", name]);
      return [name, isSecret ? String(this.#leaf(value, ["query", name])) : value];
    });
    return Object.fromEntries(entries);
  }

  #headers(): Record<string, string> {
    const { tokenHeader } = this.#background;
    const custom = this.#exchange.call.requestHeaders.filter(
      ({ name }) => isCustomHeader(name) && name.toLowerCase() !== tokenHeader?.toLowerCase(),
    );
    const entries = custom.map(({ name, value }) => [name, String(this.#leaf(value, ["headers", name]))]);
    return Object.fromEntries([...this.#mediaTypes(), ...entries]);
  }

  /** A media type of the node's own, which it may insist on. */
  #mediaTypes(): [string, string][] {
    const named = ["Accept", "Content-Type"].map((name): [string, string] => [
      name,
      this.#exchange.requestHeader(name) ?? "",
    ]);
    return named.filter(([, value]) => /^application\/[\w.-]+\+json\b[^,]*$/.test(value));
  }

  #body(): Record<string, unknown> | undefined {
    const { request } = this.#exchange;
    if (request.kind === "none") return undefined;
    if (request.kind === "object") return this.#template(request.value, ["body"]) as Record<string, unknown>;
    return {
      EDIT: this.#problem(
        ["body", "EDIT"],
        `The call sends ${request.what}; the overrides can only send a JSON object.`,
      ),
    };
  }

  #template(value: unknown, steps: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((entry, at) => this.#template(entry, [...steps, String(at)]));
    if (!isObject(value)) return this.#leaf(value as Scalar, steps);
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, this.#template(inner, [...steps, name])]),
    );
  }

  #leaf(value: Scalar, steps: readonly string[]): Scalar {
    if (value === null) return value;
    const found = typeof value === "boolean" ? this.#flag(value, steps) : this.#valueResolution(value, steps);
    if (found.kind === "edit") return this.#problem(steps, found.what);
    if (found.kind === "template" && steps[0] !== "body" && isSecret(found.template))
      return this.#problem(steps, secretPlace);
    if (found.remark !== undefined) this.#remarks.push(found.remark);
    return found.kind === "template" ? found.template : value;
  }

  /** A flag of an earlier answer, or of the project, would be another one with other values. */
  #flag(value: boolean, steps: readonly string[]): Resolution {
    const meant = this.#meant(this.#background.meanings.of(value, steps), false);
    return meant ?? this.#echoed(value, steps) ?? { kind: "constant" };
  }

  #echoed(value: Scalar, steps: readonly string[]): Resolution | undefined {
    const found = this.#background.tracer.echo(value, { exchange: this.#exchange, steps });
    return found === undefined ? undefined : this.#used(found, typeof value === "number");
  }

  #used(found: Use | string, isNumber: boolean): Resolution {
    if (typeof found === "string") return { kind: "edit", what: found };
    this.#uses.push(found);
    return { kind: "template", template: isNumber ? `{${found.name}:number}` : `{${found.name}}` };
  }

  #valueResolution(value: string | number, steps: readonly string[]): Resolution {
    const { meanings, secrets } = this.#background;
    const text = String(value);
    const meant = this.#meant(meanings.of(value, steps), typeof value === "number");
    if (meant !== undefined) return meant;
    if (text === "") return { kind: "constant" };
    if (secrets.some((secret) => text.includes(secret))) return this.#secret(value, steps);
    const echoed = this.#echoed(value, steps);
    if (echoed !== undefined) return echoed;
    const canBeSecret = isSecretSent(value, steps);
    if (!canBeSecret && isSchemaWord(value, steps) && !/^\d+$/.test(text)) return { kind: "constant" };
    const traced = this.#traced(value, steps);
    if (traced !== undefined) return traced;
    return canBeSecret ? { kind: "edit", what: oneOff("perhaps a secret") } : this.#unknown(value, steps);
  }

  /** A secret is sent when an earlier answer gives it, and never kept. */
  #secret(value: string | number, steps: readonly string[]): Resolution {
    const traced = this.#traced(value, steps);
    return traced?.kind === "template" ? traced : { kind: "edit", what: oneOff("a secret of the session") };
  }

  /** One meaning is taken, several are a person's choice. */
  #meant(meanings: readonly Meaning[], isNumber: boolean): Resolution | undefined {
    if (meanings.length > 1) {
      for (const { sends } of meanings) if (typeof sends === "object") this.#sends.add(sends.value);
      return { kind: "edit", what: `This can be ${orOf(meanings)}: write which.` };
    }
    const sends = meanings[0]?.sends;
    if (sends === undefined || sends === "foreign") return undefined;
    if (sends === "constant") return { kind: "constant" };
    this.#sends.add(sends.value);
    return { kind: "template", template: isNumber ? `{${sends.value}:number}` : `{${sends.value}}` };
  }

  #traced(value: string | number, steps: readonly string[], position?: number): Resolution | undefined {
    const { tracer, meanings, isPersonal } = this.#background;
    const must = isPersonal(String(value)) || meanings.of(value, steps).some(({ sends }) => sends === "foreign");
    const isSecret = position === undefined && String(value).length >= shortestTraced && isSecretSent(value, steps);
    const found = tracer.trace(value, { exchange: this.#exchange, steps, must: must || isSecret, position });
    if (found === undefined) return must ? { kind: "edit", what: untraced(meanings.of(value, steps)) } : undefined;
    return this.#used(found, typeof value === "number");
  }

  /** A value that comes from nowhere: made for this call, or a constant. */
  #unknown(value: string | number, steps: readonly string[]): Resolution {
    const { meanings } = this.#background;
    const filled = typeof value === "string" ? filledText(value, meanings) : undefined;
    if (filled !== undefined) return this.#filled(filled.template, filled.words, steps);
    const changed = typeof value === "string" ? changedForm(value, meanings) : undefined;
    if (changed !== undefined)
      return { kind: "edit", what: `This holds ${changed.words} in a changed form, which overrides cannot write.` };
    const kind = oneOffKind(value, this.#exchange.call.startedAt);
    if (kind !== undefined) return { kind: "edit", what: oneOff(kind) };
    if (this.#differs(value, steps))
      return { kind: "edit", what: oneOff("a value that differs between two recorded calls") };
    const short = typeof value === "string" ? shortPart(value, meanings) : undefined;
    if (short !== undefined)
      return { kind: "edit", what: `This holds ${short.words}, or the same letters by chance: write which.` };
    const doubt = meanings.doubt?.(value, steps);
    if (doubt !== undefined) return { kind: "edit", what: doubt };
    if (namesPerson(steps)) return { kind: "edit", what: untraced([]) };
    if (/\{[A-Za-z:]+\}/.test(String(value)))
      return {
        kind: "edit",
        what: "This text has braces, which the overrides read as a value of the task: write another text.",
      };
    return { kind: "constant" };
  }

  #filled(template: string, words: readonly string[], steps: readonly string[]): Resolution {
    const rest = template.replace(/\{[A-Za-z]+\}/g, " ");
    if (isRandomText(rest) || /[{}]/.test(rest))
      return {
        kind: "edit",
        what: `This holds ${words.join(" and ")} and something made for one call: write what the node needs.`,
      };
    for (const [, name = ""] of template.matchAll(/\{([A-Za-z]+)\}/g)) this.#sends.add(name);
    return { kind: "template", template, remark: `${pointerTo(steps)} is a text with ${words.join(" and ")} in it.` };
  }

  #differs(value: string | number, steps: readonly string[]): boolean {
    if (steps[0] !== "body" || (typeof value === "string" && (isPlainWord(value) || isMethodName(value)))) return false;
    const pointer = pointerTo(steps.slice(1));
    return this.#background.others(this.#exchange).some((other) => {
      const leaf = other.sentLeaves.find((each) => pointerTo(each.steps) === pointer);
      return leaf !== undefined && leaf.value !== value && leaf.value !== "" && typeof leaf.value === typeof value;
    });
  }
}

const personName =
  /^(x-)?((created|requested|initiated|updated|modified|owned|invited)_?by|(user|owner|author|creator|requester|assignee|initiator)([-_]?(name|login|mail))?|(full|first|last)_?name|e?-?mail)$/i;

/** Whether a member is named as one that says who makes the call. */
export function namesPerson(steps: readonly string[]): boolean {
  const own = steps.slice(1);
  return own.some(
    (step, at) => personName.test(step) && (at === own.length - 1 || /name|mail|login|id$/i.test(own.at(-1) ?? "")),
  );
}

/** Words with dots or slashes between them, as the procedures of an API are named. */
function isMethodName(text: string): boolean {
  return text.length <= 60 && /^[a-z]+([./][a-z]+)+$/i.test(text);
}

function oneOff(kind: string): string {
  return `This looks like a value made for one call (${kind}): write a constant, or remove the member if the node does without.`;
}

const randomPart =
  "A part of the path identifies something that no earlier answer shows: write the id that the node needs.";

const secretPlace =
  "The call sends a secret outside of its body, where servers write it into their logs; overrides do not allow that: write a call of the node that sends it in the body.";

function isSecret(template: string): boolean {
  return /\{(invitationCode|password)\}/.test(template);
}

function untraced(meanings: readonly Meaning[]): string {
  const words = meanings[0]?.words ?? "the person who made the recording";
  return `This is ${words}, which this operation does not have and no earlier answer shows: write what the node needs.`;
}

function orOf(meanings: readonly Meaning[]): string {
  return meanings.map(({ words }) => words).join(" or ");
}

function isTypedWord(sends: Meaning["sends"]): boolean {
  return typeof sends === "object" && sends.value !== "connectionId" && sends.value !== "invitationCode";
}

function sharedLength(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((segment, position) => segment !== other[position]);
  return at < 0 ? one.length : at;
}

const schemaNames = /^[@$_]?(api[-_]?version|kind|type|schema|version|locale|language|lang|content_?type|model)$/i;

/** Words that say of what form a document is. They occur in answers too, and identify nothing. */
export function isSchemaWord(value: string | number, steps: readonly string[]): boolean {
  if (/^api[-_]?version$/i.test(steps.at(-1) ?? "") && /^\d{4}-\d\d-\d\d$/.test(String(value))) return true;
  if (typeof value === "string" && isCommonConstant(value) && !/^\d+$/.test(value)) return true;
  return (
    typeof value === "string" && schemaNames.test(steps.at(-1) ?? "") && !isRandomText(value) && !value.includes("@")
  );
}

/** Headers that every browser sets by itself, or that belong to the connection. */
const browserHeaders =
  /^(:.*|accept.*|sec-.*|user-agent|origin|referer|host|content-.*|cookie|dnt|priority|cache-control|pragma|if-none-match|if-modified-since|connection|te|upgrade.*|authorization|proxy-.*|save-data|range|expect|transfer-encoding|x-client-data|traceparent|tracestate|baggage|sentry-trace|newrelic|x-datadog-.*|keep-alive|via|forwarded|x-forwarded-.*)$/i;

function isCustomHeader(name: string): boolean {
  return !browserHeaders.test(name);
}
