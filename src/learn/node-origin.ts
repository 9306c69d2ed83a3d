import { RecordingProblem } from "./recording-problem.ts";
import type { Side } from "./side.ts";

/** How strongly each sign says that an origin is the node's. */
const weights = { listed: 20, codeSent: 20, answered: 5, sent: 3, reached: 1 } as const;

/** What a recording of a node holds: the name of the connection, the destination's URL, and perhaps the code. */
export interface Signs {
  readonly connectionName: string;
  readonly destinationUrl: string;
  readonly code: string | undefined;
}

/**
 * The origin whose calls carry the typed values or the code; answers that show them count more than requests, so that a
 * site that only counts clicks is not taken for the node. Raises RecordingProblem when there is none.
 */
export function nodeOriginIn(side: Side, signs: Signs, given: string | undefined, file: string): string {
  if (given !== undefined) return checkedOrigin(side, given, file);
  const scores = new Map<string, number>();
  const add = (origin: string, points: number) => scores.set(origin, (scores.get(origin) ?? 0) + points);
  scoreAnswers(side, signs, add);
  scoreRequests(side, signs, add);
  const [best] = [...scores].sort(([, one], [, other]) => other - one);
  if (best !== undefined) return best[0];
  throw new RecordingProblem(
    `The ${file} recording has no call with the values that were typed: is it of the node's console, and are the values those of that recording?`,
  );
}

/** The initiating node of a recording of both consoles: two sites list the connection, and one is told its name. */
export function bothOrigins(side: Side, connectionName: string): { readonly initiating: string } | undefined {
  const listed = side.everyPlace(connectionName).filter(({ lists }) => lists.length > 0);
  const origins = new Set(listed.map(({ exchange }) => exchange.call.url.origin));
  if (origins.size < 2) return undefined;
  const told = side.all.filter(
    ({ call, isRead, isSuccess, sentTexts }) =>
      origins.has(call.url.origin) && !isRead && isSuccess && sentTexts.has(connectionName),
  );
  const initiating = new Set(told.map(({ call }) => call.url.origin));
  const [only, ...others] = initiating;
  return only === undefined || others.length > 0 ? undefined : { initiating: only };
}

function checkedOrigin(side: Side, given: string, file: string): string {
  if (side.all.some(({ call }) => call.url.origin === given)) return given;
  throw new RecordingProblem(`The ${file} recording has no call to the node named by --node.`);
}

type Add = (origin: string, points: number) => void;

function scoreAnswers(side: Side, { connectionName }: Signs, add: Add): void {
  for (const { exchange, lists } of side.everyPlace(connectionName))
    add(exchange.call.url.origin, lists.length > 0 ? weights.listed : weights.answered);
}

function scoreRequests(side: Side, { connectionName, destinationUrl, code }: Signs, add: Add): void {
  for (const exchange of side.all) {
    const texts = exchange.sentTexts;
    const { origin } = exchange.call.url;
    if (code !== undefined && !exchange.isRead && [...texts].some((text) => isCode(text, code)))
      add(origin, weights.codeSent);
    if (texts.has(connectionName)) add(origin, exchange.answer === undefined ? weights.reached : weights.sent);
    if (texts.has(destinationUrl)) add(origin, exchange.answer === undefined ? weights.reached : weights.sent);
  }
}

function isCode(text: string, code: string): boolean {
  return text === code || text.replace(/\s+/g, "") === code.replace(/\s+/g, "");
}
