import { Failure } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import { type AllowedDestinations, addressText, isAtNode, parseAddress } from "../exalate/address.ts";
import type { InitiateRequest } from "../exalate/connection.ts";
import { notAllowed } from "./allowed-connection.ts";
import { initiateInputs } from "./input-tables.ts";
import { type ChoiceOf, checkedName, TaskInputs, type TypedInputs } from "./inputs.ts";

/** Texts as typed. */
export type InitiateInputs = TypedInputs<typeof initiateInputs>;

/** What a connection of the same name means. */
export type IfExists = ChoiceOf<(typeof initiateInputs)["ifExists"]>;

/** Where the code is also kept, beyond this run. */
export type StoreIn =
  | { readonly kind: "none" | "release" }
  /** The name of the variable group. */
  | { readonly kind: "variableGroup"; readonly variableGroup: string };

/** What to initiate, checked. */
export interface InitiateOptions {
  readonly request: InitiateRequest;
  readonly ifExists: IfExists;
  readonly storeIn: StoreIn;
}

/** What the inputs are checked against. */
export interface InitiateContext {
  readonly nodeUrl: URL;
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations: AllowedDestinations | undefined;
  /** The project of the pipeline; the default of the input `project`. */
  readonly pipelineProject: string | undefined;
  readonly log: Pick<Log, "warning">;
}

/** Checks the inputs as the console's wizard would, and fills in defaults. Raises EXA101 to EXA111. */
export function initiateOptions(typed: InitiateInputs, context: InitiateContext): InitiateOptions {
  const inputs = new TaskInputs(initiateInputs, typed);
  const isPrivate = inputs.boolean("private");
  const localShortName = checkedName("localShortName", inputs.required("localShortName"));
  const destinationShortName = checkedName("destinationShortName", inputs.required("destinationShortName"));
  const destinationUrl = isPrivate ? noDestination(inputs, context) : destinationOf(inputs, context);
  const proposedName = `${localShortName}_to_${destinationShortName}`;
  const description = inputs.text("description");
  const request: InitiateRequest = {
    localShortName,
    destinationShortName,
    connectionName: checkedName("connectionName", inputs.text("connectionName") || proposedName),
    ...(description === "" ? {} : { description }),
    private: isPrivate,
    ...(destinationUrl === undefined ? {} : { destinationUrl }),
    project: checkedName("project", inputs.required("project", context.pipelineProject)),
    mode: modeOf(inputs),
  };
  const options = { request, ifExists: inputs.choice("ifExists"), storeIn: storeInOf(inputs) };
  inputs.warnOfUnexpanded(context.log);
  return options;
}

function storeInOf(inputs: TaskInputs<typeof initiateInputs>): StoreIn {
  const kind = inputs.choice("storeIn");
  return kind === "variableGroup" ? { kind, variableGroup: inputs.requiredExpanded("variableGroup") } : { kind };
}

function modeOf(inputs: TaskInputs<typeof initiateInputs>): "script" | "basic" {
  if (inputs.text("mode").toLowerCase() === "visual") {
    throw new Failure(
      "EXA107",
      'The input "mode" is "visual", and a Visual connection cannot be initiated here: it is set up by both sides\' admins together in a browser.',
      "Use script or basic, or set the Visual connection up in the Exalate console.",
    );
  }
  return inputs.choice("mode");
}

function destinationOf(inputs: TaskInputs<typeof initiateInputs>, context: InitiateContext): string {
  const url = parseAddress(inputs.requiredExpanded("destinationUrl"), 'the input "destinationUrl"');
  if (isAtNode(url.href, context.nodeUrl.href)) throw ownNode(url);
  if (context.allowedDestinations?.allows(url) === false) throw notAllowed(url.host, context.allowedDestinations);
  return addressText(url);
}

function noDestination(inputs: TaskInputs<typeof initiateInputs>, { allowedDestinations }: InitiateContext): undefined {
  if (inputs.text("destinationUrl") !== "") {
    throw new Failure(
      "EXA105",
      'The inputs say "private: true", which means a destination without a URL, and give a "destinationUrl" as well.',
      'Remove one of the two. In the classic editor, untick "private" to see and clear the URL.',
    );
  }
  if (allowedDestinations?.allowsPrivate === false) throw notAllowed("A private destination", allowedDestinations);
}

/** EXA109: a connection of a node with itself, which Exalate calls local and Azure DevOps does not support. */
export function ownNode(url: URL): Failure {
  return new Failure(
    "EXA109",
    `The destination ${addressText(url)} is the node of the service connection itself.`,
    'Give the other instance\'s address as "destinationUrl"; a local connection is not supported.',
  );
}
