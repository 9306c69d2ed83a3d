import type { Turns } from "../core/turns.ts";
import type { Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import { answerDifferences } from "./answer-differences.ts";
import { pathShape } from "./call-for.ts";
import type { Candidate } from "./candidate.ts";
import { type CandidateAnswer, candidateAnswer } from "./candidate-answer.ts";
import { candidateBody } from "./candidate-body.ts";
import { candidatePath } from "./candidate-path.ts";
import { candidateQuery } from "./candidate-query.ts";
import { callText, type DescribedCall } from "./description.ts";
import { type Score, valueScore, wordScore } from "./score-call.ts";

/** What an operation is today, as a start for its candidates. */
export interface Today {
  readonly name: OperationName;
  /** Undefined when the profile has none. */
  readonly operation: Operation | undefined;
  /** Path of the operation below the node's URL; undefined like it. */
  readonly path: string | undefined;
}

/** Of so many calls that say most, the bodies and answers are looked at. */
const mostCandidates = 30;

/** A call that says less is no candidate. */
const leastScore = 12.5;

/** What a call at the very path that the profile has is worth beyond its words. */
const samePath = 6;

/** What an answer is worth of which nothing is known. */
const undescribedAnswer = 3;

/** The described calls that could be an operation, best first; looked for in turns, since there may be many. */
export async function candidatesOf(today: Today, calls: readonly DescribedCall[], turns: Turns): Promise<Candidate[]> {
  const likely = (await worded(today, calls, turns)).sort((a, b) => b.score.score - a.score.score);
  const candidates: Candidate[] = [];
  for (const { call, score } of likely.slice(0, mostCandidates)) {
    await turns.next();
    const candidate = candidateOf(today, call, score);
    if (candidate !== undefined && candidate.score >= leastScore) candidates.push(candidate);
  }
  return candidates.sort((a, b) => b.score - a.score);
}

/** The calls whose method and words suit the operation. */
async function worded({ name }: Today, calls: readonly DescribedCall[], turns: Turns) {
  const suiting: { readonly call: DescribedCall; readonly score: Score }[] = [];
  for (const call of calls) {
    await turns.next();
    const score = wordScore(name, call);
    if (score !== undefined) suiting.push({ call, score });
  }
  return suiting;
}

function candidateOf(today: Today, call: DescribedCall, words: Score): Candidate | undefined {
  const { name } = today;
  const isSame = today.path !== undefined && pathShape(today.path) === pathShape(call.path);
  const kept = isSame ? today.operation : undefined;
  const path = candidatePath(name, call);
  const query = path && candidateQuery(name, call, kept, path.values);
  const body = path && query && candidateBody(name, call, kept, [...path.values, ...query.values]);
  if (path === undefined || query === undefined || body === undefined) return undefined;
  const answer = candidateAnswer(name, call, today.operation);
  const values = valueScore(name, [...path.values, ...query.values, ...body.values], answer.values);
  const operation = operationOf(
    today,
    call,
    { path: path.part, query: query.part, body: body.part.template },
    answer.part,
  );
  const spellings: Spellings = { ...answer.part.spellings, ...body.part.spellings };
  const gaps = answerGaps(name, call, operation, spellings);
  if (values === undefined || (gaps.length > 0 && !maybeSilent.includes(name))) return undefined;
  return {
    name,
    call,
    operation,
    spellings,
    score:
      words.score + values.score + (isSame ? samePath : 0) + (mayAnswerAnything(name, call) ? undescribedAnswer : 0),
    reasons: [...(isSame ? ["has the same path"] : []), ...words.reasons, ...values.reasons],
    edits: [...query.edits, ...body.edits, ...answer.edits, ...gaps],
    cautions: [
      ...unsureRead(name, call),
      ...unsent(name, today.operation, [...path.values, ...query.values, ...body.values]),
    ],
  };
}

/** Against an answer that is not described nothing speaks; what reads a code, though, has to say that it does. */
function mayAnswerAnything(name: OperationName, { answer }: DescribedCall): boolean {
  return (
    answer === undefined &&
    valuesOf(operationKind(name).result, "required", "expected").length > 0 &&
    name !== "readInvitation"
  );
}

interface Request {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Operation["body"];
}

function operationOf(
  { operation: today }: Today,
  { method }: DescribedCall,
  { path, query, body }: Request,
  { result, item }: CandidateAnswer,
): Operation {
  const { query: _query, body: _body, result: _result, item: _item, unavailable: _, ...rest } = today ?? assumed;
  return {
    ...rest,
    method,
    path,
    ...(Object.keys(query).length > 0 && { query }),
    ...(body && { body }),
    ...(result && Object.keys(result).length > 0 && { result }),
    ...(item && { item }),
  };
}

const assumed: Operation = { evidence: "assumed", method: "GET", path: "/" };

/** In what the answer of a proposed call lacks what the client needs of it. */
function answerGaps(name: OperationName, call: DescribedCall, operation: Operation, spellings: Spellings): string[] {
  return [...answerDifferences(name, operation, call, spellings).differences];
}

/**
 * Who signs in or accepts may be told of it in a way that nobody describes; of any other call the answer is what it is
 * made for.
 */
const maybeSilent: readonly OperationName[] = ["authenticate", "acceptInvitation"];

/** What today's profile sends and this call has no place for. */
function unsent(name: OperationName, today: Operation | undefined, sent: readonly string[]): string[] {
  if (name === "listConnections" || today === undefined) return [];
  const lost = Object.keys(operationKind(name).sends).filter((value) => !sent.includes(value));
  return lost.length === 0 ? [] : [`it has no place for ${lost.join(", ")}, which is not sent then`];
}

function unsureRead(name: OperationName, call: DescribedCall): string[] {
  if (call.method === "GET") return [];
  if (name === "describeDestination") return [`check that ${callText(call)} only looks and changes nothing`];
  return name === "readInvitation"
    ? [`${callText(call)} may make a new code, after which the one before is useless`]
    : [];
}
