import { initiateInputs } from "../src/commands/input-tables.ts";

/** Environment variables with the credential of a real node. */
export const credentialVariables = { token: "EXALATE_TOKEN", user: "EXALATE_USER", password: "EXALATE_PASSWORD" };

const { token, user, password } = credentialVariables;

/**
 * What a failure of a task says to the person of a pipeline, and what it means on the command line. All are replaced in
 * this order, so longer ones stand above those that they contain. Without the first letter, an entry fits anywhere in a
 * sentence.
 */
export const words: readonly (readonly [inPipeline: string, onCommandLine: string])[] = [
  [" to the inputs of the step", " to the command"],
  [' In the classic editor, clear the checkbox "private" to see and delete the URL.', ""],
  [`The service connection's "API overrides"`, "The API overrides in --api-overrides"],
  ['"API overrides" of the service connection', "--api-overrides"],
  ["An empty field means no overrides", "Without this option there are no overrides"],
  [`The service connection's "Allowed destinations"`, "The allowed destinations in --allowed-destinations"],
  ["destinations that the service connection allows", "destinations that --allowed-destinations allows"],
  ['ask an administrator of the service connection to extend "Allowed destinations"', "extend --allowed-destinations"],
  ["the credentials of the service connection", `the credentials in ${token}, or in ${user} and ${password}`],
  ["Then enter it again in the service connection", "Then set it again"],
  ["Enter a new JWT in the service connection", `Set ${token} to a new JWT`],
  ["The Exalate JWT in the service connection", `The Exalate JWT in ${token}`],
  ["If the service connection has an Exalate JWT or a key, enter", `If ${token} is an Exalate JWT or a key, set it to`],
  ["The connectionName is", "The name of the connection is"],
  ["the URL of the service connection", "the URL in --node"],
  ["final URL in the service connection", "final URL as --node"],
  ["is the node of the service connection itself", "is the node in --node itself"],
  [" in the service connection uses http", " in --node uses http"],
  [
    "does not exist in this job. Check the spelling of the variable, and that it is set before this step. A variable group must be referenced in this pipeline",
    "exists only in a pipeline. Give the value itself",
  ],
  ["un the step again with the variable Exalate.Doctor set to true", "un `npm run doctor -- --node …`"],
  ["un the step again", "un the command again"],
  ["configure one with --proxyurl or HTTPS_PROXY", "name it in HTTPS_PROXY"],
  [
    "configure the agent with --sslcacert, or set NODE_EXTRA_CA_CERTS in its environment",
    "name it in NODE_EXTRA_CA_CERTS",
  ],
  ["his agent", "his computer"],
];

const namesOfInputs = Object.keys(initiateInputs).join("|");

/** `the input "ifExists"`, `"ifExists: replace"` and `"ifExists"`; an input of one small word only with `the input`. */
const inputs = new RegExp(`[Tt]he input "(${namesOfInputs})"|"(${namesOfInputs}): (\\w+)"|"([a-z]+[A-Z]\\w*)"`, "g");

/** A failure's message in the words of a command line: options instead of inputs and of fields of a service connection. */
export function inOptions(message: string): string {
  const spoken = words.reduce(
    (text, [inPipeline, onCommandLine]) => text.replaceAll(inPipeline, onCommandLine),
    message,
  );
  return spoken.replace(inputs, (whole, named?: string, withValue?: string, value?: string, quoted?: string) => {
    const name = named ?? withValue ?? quoted ?? "";
    if (!Object.hasOwn(initiateInputs, name)) return whole;
    return `--${optionName(name)}${value === undefined || value === "true" ? "" : ` ${value}`}`;
  });
}

/** The name of the option for an input of a task, without dashes: `if-exists` for `ifExists`. */
export function optionName(input: string): string {
  return input.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
