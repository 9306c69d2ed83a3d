import type { Turns } from "../core/turns.ts";
import type { Operation } from "../exalate/profile/node-api.ts";
import { type OperationName, operationKind, valuesOf } from "../exalate/profile/operations.ts";
import type { Spellings } from "../exalate/profile/spellings.ts";
import { answerDifferences } from "./answer-differences.ts";
import type { Candidate } from "./candidate.ts";
import { type CandidateAnswer, candidateAnswer } from "./candidate-answer.ts";
import { candidateBody } from "./candidate-body.ts";
import { candidatePath, candidateQuery } from "./candidate-path.ts";
import { callText, type DescribedCall, pathShape } from "./description.ts";
import { type Score, valueScore, wordScore } from "./score-call.ts";

/** An operation in today's profile, from which its candidates start. */
export interface Today {
  readonly name: OperationName;
  /** Undefined when the profile does not have the operation. */
  readonly operation: Operation | undefined;
  /** Path of the operation below the node's URL; undefined when there is no operation. */
  readonly path: string | undefined;
}

/** How many of the best calls have their bodies and answers compared. */
const mostCandidates = 30;

/** A call with a lower score is not a candidate. */
const leastScore = 12.5;

/** Extra score for a call with the same path as the profile. */
const samePath = 6;

/** Score for an answer that is not described. */
const undescribedAnswer = 3;

/** The described calls that could be an operation, best first. Works in turns, because there can be many calls. */
export async function candidatesOf(today: Today, calls: readonly DescribedCall[], turns: Turns): Promise<Candidate[]> {
  const likely = (await callsByWords(today, calls, turns)).sort((a, b) => b.score.score - a.score.score);
  const candidates: Candidate[] = [];
  for (const { call, score } of likely.slice(0, mostCandidates)) {
    await turns.next();
    const candidate = candidateOf(today, call, score);
    if (candidate !== undefined && candidate.score >= leastScore) candidates.push(candidate);
  }
  return candidates.sort((a, b) => b.score - a.score);
}

/** The calls whose method and words match the operation. */
async function callsByWords({ name }: Today, calls: readonly DescribedCall[], turns: Turns) {
  const matching: { readonly call: DescribedCall; readonly score: Score }[] = [];
  for (const call of calls) {
    await turns.next();
    const score = wordScore(name, call);
    if (score !== undefined) matching.push({ call, score });
  }
  return matching;
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
  if (values === undefined || (gaps.length > 0 && !answerCanBeUndescribed.includes(name))) return undefined;
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

/** Whether an undescribed answer can have the needed values. A call that reads a code must say that it does. */
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

/** What the client needs and the answer of a proposed call does not have. */
function answerGaps(name: OperationName, call: DescribedCall, operation: Operation, spellings: Spellings): string[] {
  return [...answerDifferences(name, operation, call, spellings).differences];
}

/** Operations whose answers are often not described. Any other call is made only for its answer. */
const answerCanBeUndescribed: readonly OperationName[] = ["authenticate", "acceptInvitation"];

/** A caution about values that today's profile sends and this call cannot. */
function unsent(name: OperationName, today: Operation | undefined, sent: readonly string[]): string[] {
  if (name === "listConnections" || today === undefined) return [];
  const dropped = Object.keys(operationKind(name).sends).filter((value) => !sent.includes(value));
  return dropped.length === 0 ? [] : [`it has no place for ${dropped.join(", ")}, which is then not sent`];
}

function unsureRead(name: OperationName, call: DescribedCall): string[] {
  if (call.method === "GET") return [];
  if (name === "describeDestination") return [`check that ${callText(call)} only looks and changes nothing`];
  return name === "readInvitation"
    ? [`${callText(call)} may create a new code, which makes the earlier one useless`]
    : [];
}
