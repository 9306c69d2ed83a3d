import { addAttachment, uploadFile, uploadSummary } from "./command-attachments.ts";
import { logDetail } from "./command-details.ts";
import { setEndpoint } from "./command-endpoints.ts";
import { logIssue } from "./command-issues.ts";
import { complete, debug, setProgress } from "./command-progress.ts";
import { prependPath, setSecret, setTaskVariable, setVariable } from "./command-variables.ts";
import type { CommandHandler } from "./step-context.ts";

/** A known logging command. */
export interface KnownCommand {
  readonly run: CommandHandler;
  /** Whether restricted mode lets it pass. */
  readonly allowedWhenRestricted: boolean;
}

/** A group of commands; `hostType` is set when only that kind of job knows them. */
export interface CommandArea {
  readonly commands: ReadonlyMap<string, KnownCommand>;
  readonly hostType?: "build" | "release";
}

const always = (run: CommandHandler): KnownCommand => ({ run, allowedWhenRestricted: true });
const unrestricted = (run: CommandHandler): KnownCommand => ({ run, allowedWhenRestricted: false });

// What only a server could carry out is kept for whoever looks at the step.
const keepForServer: CommandHandler = (context, command) => void context.record.serverCommands.push(command);

function serverArea(events: string, hostType?: "build" | "release"): CommandArea {
  const commands = new Map(events.split(" ").map((event) => [event, unrestricted(keepForServer)]));
  return hostType === undefined ? { commands } : { commands, hostType };
}

/** Every command the agent knows, by area and event in lower case (WorkerCommandManager and its extensions). */
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
  ["artifact", serverArea("associate upload")],
  ["build", serverArea("addbuildtag updatebuildnumber uploadlog uploadsummary", "build")],
  ["codecoverage", serverArea("enable publish", "build")],
  ["release", serverArea("updatereleasename", "release")],
  ["results", serverArea("publish")],
]);
