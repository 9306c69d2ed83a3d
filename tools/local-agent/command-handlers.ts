import { uploadArtifact } from "./command-artifacts.ts";
import { addAttachment, uploadFile, uploadSummary } from "./command-attachments.ts";
import { logDetail } from "./command-details.ts";
import { setEndpoint } from "./command-endpoints.ts";
import { logIssue } from "./command-issues.ts";
import { complete, debug, setProgress } from "./command-progress.ts";
import { prependPath, setSecret, setTaskVariable, setVariable } from "./command-variables.ts";
import type { HostType } from "./host-types.ts";
import type { CommandHandler } from "./step-context.ts";

/** A known logging command. */
export interface KnownCommand {
  readonly run: CommandHandler;
  /** Whether it is allowed in restricted mode. */
  readonly allowedWhenRestricted: boolean;
}

/** A group of commands; `hostTypes` is set when only those kinds of job support them. */
export interface CommandArea {
  readonly commands: ReadonlyMap<string, KnownCommand>;
  readonly hostTypes?: readonly HostType[];
}

const always = (run: CommandHandler): KnownCommand => ({ run, allowedWhenRestricted: true });
const unrestricted = (run: CommandHandler): KnownCommand => ({ run, allowedWhenRestricted: false });

// Only a server can execute these commands; they are kept for the report of the step.
const keepForServer: CommandHandler = (context, command) => void context.record.serverCommands.push(command);

function serverArea(events: string, ...hostTypes: HostType[]): CommandArea {
  const commands = new Map(events.split(" ").map((event) => [event, unrestricted(keepForServer)]));
  return hostTypes.length === 0 ? { commands } : { commands, hostTypes };
}

/** All commands of the agent by area and event, in lower case (WorkerCommandManager and its extensions). */
export const commandAreas: ReadonlyMap<string, CommandArea> = new Map<string, CommandArea>([
  [
    "task",
    {
      commands: new Map([
        ["complete", always(complete)],
        ["debug", always(debug)],
        ["issue", always(logIssue)],
        ["logissue", always(logIssue)],
        ["logdetail", always(logDetail)],
        ["prependpath", always(prependPath)],
        ["setprogress", always(setProgress)],
        ["setsecret", always(setSecret)],
        ["settaskvariable", always(setTaskVariable)],
        ["setvariable", always(setVariable)],
        ["addattachment", unrestricted(addAttachment)],
        ["setendpoint", unrestricted(setEndpoint)],
        ["uploadfile", unrestricted(uploadFile)],
        ["uploadsummary", unrestricted(uploadSummary)],
      ]),
    },
  ],
  ["telemetry", { commands: new Map([["publish", always(keepForServer)]]) }],
  [
    "artifact",
    {
      commands: new Map([
        ["associate", unrestricted(keepForServer)],
        ["upload", unrestricted(uploadArtifact)],
      ]),
      hostTypes: ["build", "release"],
    },
  ],
  ["build", serverArea("addbuildtag updatebuildnumber uploadlog uploadsummary")],
  ["codecoverage", serverArea("publish", "build")],
  ["release", serverArea("updatereleasename", "release", "deployment")],
  ["results", serverArea("publish publishtoevidencestore")],
]);
