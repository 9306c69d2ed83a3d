import { Failure } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import { type AllowedDestinations, addressText, isAtNode, parseAddress } from "../exalate/address.ts";
import type { InitiateRequest } from "../exalate/connection.ts";
import { notAllowed } from "./allowed-connection.ts";
import { initiateInputs } from "./input-tables.ts";
import { type ChoiceOf, checkedName, TaskInputs, type TypedInputs } from "./inputs.ts";

/** The inputs as typed. */
export type InitiateInputs = TypedInputs<typeof initiateInputs>;

/** What to do when a connection of the same name exists. */
export type IfExists = ChoiceOf<(typeof initiateInputs)["ifExists"]>;

/** Where the code is stored in addition, beyond this run. */
export type StoreIn =
  | { readonly kind: "none" | "release" }
  /** The name of the variable group. */
  | { readonly kind: "variableGroup"; readonly variableGroup: string };

/** What to initiate, checked. */
export interface InitiateOptions {
  readonly request: InitiateRequest;
  readonly ifExists: IfExists;
  readonly storeIn: StoreIn;
  /** The public keys of the partner as typed; "" when none are given. */
  readonly encryptFor: string;
  /** Whether the code becomes a secret variable. */
  readonly publishCode: boolean;
}

/** What the inputs are checked against. */
export interface InitiateContext {
  readonly nodeUrl: URL;
  /** Undefined where the admin sets no limit. */
  readonly allowedDestinations: AllowedDestinations | undefined;
  /** The project of the pipeline: the default of the input `project`. */
  readonly pipelineProject: string | undefined;
  readonly log: Pick<Log, "warning">;
}

/** Checks the inputs like the console's wizard, and adds the defaults. Raises EXA101 to EXA111. */
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
  const options: InitiateOptions = {
    request,
    ifExists: inputs.choice("ifExists"),
    storeIn: storeInOf(inputs),
    encryptFor: inputs.textExpanded("encryptFor"),
    publishCode: publishCodeOf(inputs),
  };
  inputs.warnOfUnexpanded(context.log);
  return options;
}

/** A variable that does not exist must not publish a code that was meant to stay encrypted. Raises EXA102 and EXA110. */
function publishCodeOf(inputs: TaskInputs<typeof initiateInputs>): boolean {
  inputs.textExpanded("publishCode");
  return inputs.boolean("publishCode");
}

function storeInOf(inputs: TaskInputs<typeof initiateInputs>): StoreIn {
  const kind = inputs.choice("storeIn");
  return kind === "variableGroup" ? { kind, variableGroup: inputs.requiredExpanded("variableGroup") } : { kind };
}

function modeOf(inputs: TaskInputs<typeof initiateInputs>): "script" | "basic" {
  if (inputs.text("mode").toLowerCase() === "visual") {
    throw new Failure(
      "EXA107",
      'The input "mode" is "visual", but a pipeline cannot initiate a Visual connection: the admins of both sides set it up together in a browser.',
      "Use script or basic, or set up the Visual connection in the Exalate console.",
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
      '"private: true" means a destination without a URL, but "destinationUrl" is set as well.',
      'Remove one of them. In the classic editor, clear the checkbox "private" to see and delete the URL.',
    );
  }
  if (allowedDestinations?.allowsPrivate === false) throw notAllowed("A private destination", allowedDestinations);
}

/** EXA109: a connection of a node to itself. Exalate calls it local; its Azure DevOps node does not support it. */
export function ownNode(url: URL): Failure {
  return new Failure(
    "EXA109",
    `The destination ${addressText(url)} is the node of the service connection itself.`,
    'Use the address of the other instance as "destinationUrl". Local connections are not supported.',
  );
}
