import type { Command } from "./command-parser.ts";
import { clampPercent } from "./command-progress.ts";
import { parseTaskResult } from "./results.ts";
import type { CommandHandler, StepContext } from "./step-context.ts";
import type { TimelineDetail } from "./step-record.ts";

const emptyGuid = "00000000-0000-0000-0000-000000000000";
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `task.logdetail`: creates or updates a record below the step; needs a GUID, at first also name, type and parent. */
export const logDetail: CommandHandler = (context, command) => {
  const id = command.properties.get("id")?.toLowerCase();
  if (id === undefined || !guid.test(id) || id === emptyGuid) {
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
  if (parentId !== undefined && parentId !== emptyGuid && !context.record.details.has(parentId)) {
    throw new Error("Parent timeline record has not been created for this new timeline record.");
  }
  const state = command.properties.get("state") ?? "InProgress";
  return { id, name, type, parentId, state, ...progressOf(command) };
}

function updatedDetail(command: Command, known: TimelineDetail): TimelineDetail {
  const { name, type, parentId } = namesOf(command);
  if (parentId !== undefined && parentId !== known.parentId) {
    throw new Error("Can't change parent timeline record of an existing timeline record.");
  }
  const progress = progressOf(command);
  return {
    id: known.id,
    parentId: known.parentId,
    name: name ?? known.name,
    type: type ?? known.type,
    state: command.properties.get("state") ?? known.state,
    currentOperation: progress.currentOperation ?? known.currentOperation,
    percentComplete: progress.percentComplete ?? known.percentComplete,
    result: progress.result ?? known.result,
  };
}

function namesOf({ properties }: Command) {
  return {
    name: properties.get("name"),
    type: properties.get("type"),
    parentId: properties.get("parentid")?.toLowerCase(),
  };
}

function progressOf({ properties, data }: Command) {
  const percent = Number.parseInt(properties.get("progress") ?? "", 10);
  const result = properties.get("result");
  return {
    currentOperation: data === "" ? undefined : data,
    percentComplete: Number.isNaN(percent) ? undefined : clampPercent(percent),
    result: result === undefined ? undefined : (parseTaskResult(result) ?? "Succeeded"),
  };
}
