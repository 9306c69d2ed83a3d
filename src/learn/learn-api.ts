import { type OperationName, operationNames } from "../exalate/profile/operations.ts";
import { assembled } from "./assemble.ts";
import type { Exchange } from "./exchange.ts";
import { absentName, withAcceptedProject, withInitiatedValues } from "./given-values.ts";
import { sharedCode } from "./invitation-code.ts";
import type { Learned } from "./learned.ts";
import { bothOrigins, nodeOriginIn } from "./node-origin.ts";
import { NodeRecording } from "./node-recording.ts";
import { withComparedHeaders } from "./other-headers.ts";
import { ProjectMembers } from "./project-search.ts";
import type { RecordedCall } from "./recorded-call.ts";
import { withRecordedMode } from "./recorded-mode.ts";
import { seenAccept } from "./seen-accept.ts";
import { seenDelete } from "./seen-delete.ts";
import { seenDestination } from "./seen-destination.ts";
import { type Initiation, seenInitiate } from "./seen-initiate.ts";
import { makesNewCode, seenInvitation } from "./seen-invitation.ts";
import { seenList, seenProjects } from "./seen-lists.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { seenSignIn } from "./seen-sign-in.ts";
import { Side, textsSent } from "./side.ts";
import { statusSeen } from "./statuses.ts";
import type { TypedValues } from "./typed-values.ts";

/** The recordings of the two consoles. */
export interface Recordings {
  readonly initiating: readonly RecordedCall[];
  readonly accepting: readonly RecordedCall[] | undefined;
  /** The origin of the initiating node, when it is known. */
  readonly nodeOrigin: string | undefined;
}

/**
 * Learns a node's REST API from what browsers recorded while a person went through the wizard with these values. Raises
 * RecordingProblem when a recording has nothing of a node.
 */
export async function learnApi(recordings: Recordings, typed: TypedValues): Promise<Learned> {
  const { initiating, accepting } = nodesIn(recordings, typed);
  const status = initiating.list && statusSeen(initiating.list, accepting?.list);
  const code = accepting && sharedCode(initiating.side, accepting.side, typed);
  const initiation = seenInitiate(initiating, code, status);
  const accept = acceptIn(initiating, accepting, initiation, code ?? initiation?.code, status);
  const steps = new Set([...stepsOf(initiation?.operation), ...stepsOf(accept)]);
  const found = operationsOf(initiating, accepting, initiation, steps);
  const projects = seenProjects(initiating, steps) ?? (accepting && seenProjects(accepting, steps));
  const all = [...found, accept, projects].filter((each) => each !== undefined).map(asGiven);
  const seen = firstOfEach(
    all.map((each) => withComparedHeaders(each, each.recording === initiating ? accepting : initiating)),
  );
  const unnamed = initiation === undefined ? absentName(typed, initiating.side) : [];
  const remarks = [...codeRemarks(initiating, initiation), ...unnamed];
  return assembled({ seen, initiating, accepting, status, remarks });
}

/** The operation with marks where the recording does not have what was given. */
function asGiven(operation: SeenOperation): SeenOperation {
  if (operation.name === "acceptInvitation") return withAcceptedProject(operation);
  return operation.name === "initiateConnection" ? withInitiatedValues(withRecordedMode(operation)) : operation;
}

function nodesIn({ initiating, accepting, nodeOrigin }: Recordings, typed: TypedValues) {
  const wanted = new Set([
    ...[initiating, accepting ?? []].flatMap(textsSent),
    ...Object.values(typed).filter((value): value is string => value !== undefined),
  ]);
  const own = Side.of(initiating, wanted);
  const both = accepting === undefined ? bothOrigins(own, typed.connectionName) : undefined;
  const origin = nodeOriginIn(own, { ...typed, code: undefined }, nodeOrigin ?? both?.initiating, "initiating");
  const members = new ProjectMembers();
  const others = accepting ?? initiating.filter(({ url }) => both !== undefined && url.origin !== origin);
  const other = Side.of(others, wanted);
  const code = sharedCode(own, other, typed);
  const wizardTexts = [typed.connectionName, ...(code === undefined ? [] : [code])];
  const first = new NodeRecording(own.at(origin, wizardTexts), typed, typed.project, members);
  if (accepting === undefined && (both === undefined || code === undefined))
    return { initiating: first, accepting: undefined };
  const otherOrigin = nodeOriginIn(other, { ...typed, code }, undefined, "accepting");
  const project = typed.acceptingProject ?? typed.project;
  const second = (id: string | undefined) =>
    new NodeRecording(other.at(otherOrigin, wizardTexts), typed, project, members, id);
  const isKnown = first.list?.isIdUsed === true && first.list.id !== first.list.name;
  const used = isKnown ? undefined : second(undefined);
  if (used?.list?.isIdUsed !== true) return { initiating: first, accepting: second(first.list?.id) };
  return {
    initiating: new NodeRecording(own.at(origin, wizardTexts), typed, typed.project, members, used.list.id),
    accepting: used,
  };
}

function acceptIn(
  initiating: NodeRecording,
  accepting: NodeRecording | undefined,
  initiation: Initiation | undefined,
  code: string | undefined,
  status: ReturnType<typeof statusSeen>,
): SeenOperation | undefined {
  if (code === undefined) return undefined;
  return seenAccept(accepting ?? initiating, code, status, stepsOf(initiation?.operation));
}

/** The operations besides accepting and the projects; `steps` are the changing calls of initiating and accepting. */
function operationsOf(
  initiating: NodeRecording,
  accepting: NodeRecording | undefined,
  initiation: Initiation | undefined,
  steps: ReadonlySet<Exchange>,
): (SeenOperation | undefined)[] {
  return [
    seenSignIn(initiating) ?? (accepting && seenSignIn(accepting)),
    seenList(initiating, accepting, steps) ?? (accepting && seenList(accepting, undefined, steps)),
    seenDestination(initiating, stepsOf(initiation?.operation)),
    initiation?.operation,
    initiation && seenInvitation(initiating, initiation, steps),
    seenDelete(initiating, initiation?.ids ?? new Set(), steps),
    accepting && seenDelete(accepting, new Set(), steps),
  ];
}

/** The changing calls of an operation. */
function stepsOf(operation: SeenOperation | undefined): ReadonlySet<Exchange> {
  const { before = [], own } = operation?.chain ?? {};
  const calls = [...before, ...(own === undefined ? [] : [own])].map(({ exchange }) => exchange);
  return new Set(calls.filter(({ isRead }) => !isRead));
}

function firstOfEach(found: readonly (SeenOperation | undefined)[]): ReadonlyMap<OperationName, SeenOperation> {
  const seen = operationNames.flatMap((name): [OperationName, SeenOperation][] => {
    const first = found.find((each) => each?.name === name);
    return first === undefined ? [] : [[name, first]];
  });
  return new Map(seen);
}

function codeRemarks(recording: NodeRecording, initiation: Initiation | undefined): string[] {
  return initiation !== undefined && makesNewCode(recording, initiation)
    ? [
        "Showing the invitation again made a new code, so that the tasks do not call it: it could make the first code useless.",
      ]
    : [];
}
