import type { Command } from "./command-parser.ts";
import { clampPercent } from "./command-progress.ts";
import { emptyGuid, parseGuid } from "./guid.ts";
import { parseEnumNumber, parseInt32 } from "./numbers.ts";
import { parseTaskResult } from "./results.ts";
import type { CommandHandler, StepContext } from "./step-context.ts";
import type { TimelineDetail } from "./step-record.ts";

const states = ["Pending", "InProgress", "Completed"] as const;

/** `task.logdetail`: creates or updates a record of the step. Needs a GUID; a new record also needs name and type. */
export const logDetail: CommandHandler = (context, command) => {
  const id = parseGuid(command.properties.get("id") ?? "");
  if (id === undefined || id === emptyGuid) {
    throw new Error("Can't update timeline record, timeline record id is not provided.");
  }
  const known = context.record.details.get(id);
  if (known === undefined) context.record.details.set(id, firstDetail(context, command, id));
  else context.record.details.set(id, updatedDetail(command, known));
};

function firstDetail(context: StepContext, command: Command, id: string): TimelineDetail {
  const { name, type, parentId } = namesOf(command);
  if (name === undefined) throw new Error("Name is required for this new timeline record.");
  if (type === undefined) throw new Error("Type is required for this new timeline record.");
  if (type === "Job") throw new Error("A record of this type is not for tasks.");
  if (parentId !== undefined && parentId !== emptyGuid && !context.record.details.has(parentId)) {
    throw new Error("Parent timeline record has not been created for this new timeline record.");
  }
  return { id, name, type, parentId, state: stateOf(command) ?? "InProgress", ...progressOf(command) };
}

function updatedDetail(command: Command, known: TimelineDetail): TimelineDetail {
  const { name, type, parentId } = namesOf(command);
  if (parentId !== undefined && parentId !== known.parentId) {
    throw new Error("Can't change parent timeline record of an existing timeline record.");
  }
  const progress = progressOf(command);
  const state = stateOf(command);
  const atEnd = state === "Completed" ? 100 : known.percentComplete;
  return {
    id: known.id,
    parentId: known.parentId,
    name: name ?? known.name,
    type: type ?? known.type,
    state: state ?? known.state,
    currentOperation: progress.currentOperation ?? known.currentOperation,
    percentComplete: progress.percentComplete ?? atEnd,
    result: progress.result ?? known.result,
  };
}

function namesOf({ properties }: Command) {
  return {
    name: properties.get("name"),
    type: properties.get("type"),
    parentId: parentOf(properties.get("parentid")),
  };
}

function parentOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return parseGuid(text) ?? notAGuid(text);
}

function notAGuid(text: string): never {
  throw new Error(`Guid should contain 32 digits with 4 dashes, not '${text}'.`);
}

// An unknown state counts as Pending; states are case-sensitive.
function stateOf({ properties }: Command): string | undefined {
  const text = properties.get("state");
  return text === undefined ? undefined : (states[parseEnumNumber(text, states) ?? 0] ?? text);
}

function progressOf({ properties, data }: Command) {
  const percent = parseInt32(properties.get("progress") ?? "");
  const result = properties.get("result");
  return {
    currentOperation: data === "" ? undefined : data,
    percentComplete: percent === undefined ? undefined : clampPercent(percent),
    result: result === undefined ? undefined : (parseTaskResult(result, true) ?? "Succeeded"),
  };
}
