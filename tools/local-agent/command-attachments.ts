import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { CommandHandler, StepContext } from "./step-context.ts";
import type { Attachment } from "./step-record.ts";

/** The attachment type of a Markdown summary on the run's page. */
export const summaryType = "Distributedtask.Core.Summary";
const fileType = "DistributedTask.Core.FileAttachment";

/** `task.uploadsummary`: adds a Markdown file to the run's page. */
export const uploadSummary: CommandHandler = (context, { data }) => {
  if (data === "") throw new Error("Cannot upload summary file, summary file location is not specified.");
  attach(context, { type: summaryType, name: basename(data), path: data });
};

/** `task.uploadfile`: adds a file to the logs. */
export const uploadFile: CommandHandler = (context, { data }) => {
  if (data === "") throw new Error("Cannot upload file because file location is not specified.");
  attach(context, { type: fileType, name: basename(data), path: data });
};

/** `task.addattachment`: adds a file with a type and a name. */
export const addAttachment: CommandHandler = (context, { properties, data }) => {
  attach(context, {
    type: properties.get("type") ?? missing("type"),
    name: properties.get("name") ?? missing("name"),
    path: data,
  });
};

function missing(what: "type" | "name"): never {
  throw new Error(`Can't add task attachment, attachment ${what} is not provided.`);
}

function attach(context: StepContext, { type, name, path }: Omit<Attachment, "content">): void {
  refuseInvalidFileName("Type", type);
  refuseInvalidFileName("Name", name);
  if (path === "" || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new Error(
      "Cannot upload task attachment file, attachment file location is not specified or attachment file does not exist on disk.",
    );
  }
  context.record.attachments.push({ type, name, path, content: readFileSync(path, "utf8") });
}

function refuseInvalidFileName(what: string, text: string): void {
  const forbidden = process.platform === "win32" ? /["<>|:*?\\/\p{Cc}]/u : /[/\0]/;
  if (forbidden.test(text)) throw new Error(`${what} contains characters that a file name cannot have.`);
}
