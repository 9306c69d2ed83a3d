import { readFileSync } from "node:fs";
import { EOL } from "node:os";
import { dirname, join } from "node:path";
import { jobVariableNames, networkEnvironment } from "./network-environment.ts";
import "./quiet-debug-log.ts";
import * as internal from "azure-pipelines-task-lib/internal.js";
import * as taskLib from "azure-pipelines-task-lib/task.js";
import type { Log } from "../core/log.ts";
import { holdsPrivateKey, partsOfPrivateKey } from "../core/private-keys.ts";
import { Redactor } from "../core/redactor.ts";
import { Secret, type SecretKeeper } from "../core/secret.ts";
import { shortestForm } from "../core/secret-forms.ts";
import { singleLine } from "../core/text.ts";
import type { Agent, AgentNetwork, JobAccess, ReadFile, ServiceConnection } from "./agent.ts";
import { environmentName, unconfirmedTrust } from "./agent-configuration.ts";
import { isFolder, writeStepFile } from "./job-files.ts";
import { passwordsIn } from "./url-passwords.ts";

/** The real agent. Loading azure-pipelines-task-lib reads and clears the environment that the agent has set. */
export function createTaskLibAgent(): Agent {
  const redactor = new Redactor();
  const secrets = secretKeeper(redactor);
  const clean = (text: string) => redactor.redact(singleLine(redactor.redact(text)));
  const log = createLog(clean);
  let ofJob: Redactor | undefined;
  const forSummary = (text: string) => {
    ofJob ??= jobRedactor();
    return ofJob.redact(redactor.redact(text));
  };
  return {
    input: (name) => input(name, secrets, log),
    secretInput: (name) => registered(rawInput(name).trim(), secrets),
    isBlank: (name) => /^\s+$/.test(rawInput(name)),
    fileInput: (name) => fileInput(rawInput(name).trim(), secrets),
    serviceConnection: (name) => serviceConnection(input(name, secrets, log), secrets, log),
    variable: (name) => taskLib.getVariable(name),
    jobAccess: () => jobAccess(secrets),
    network: () => networkOf(secrets),
    secrets,
    setOutput: (name, value) => setVariable(name, value, true),
    setSecretVariable: (name, value) => setVariable(name, value, false),
    log,
    logGroup: (title, lines) => logGroup(clean(title), lines.map(clean)),
    forSummary,
    keepFile,
    addSummary: (title, markdown) => addSummary(title, forSummary(markdown)),
    mayAddSummary,
    succeed: () => taskLib.setResult(taskLib.TaskResult.Succeeded, ""),
    fail: (message) => fail(clean(message)),
  };
}

/**
 * Removes the secret variables of the job, which the agent masks only in the log. Created for the first summary. The
 * variables are not registered again, and not removed from anything that is sent or compared. They are read from the
 * library's vault because its getter writes each value to the debug log.
 */
function jobRedactor(): Redactor {
  const redactor = new Redactor();
  for (const [key, { secret }] of Object.entries(internal._knownVariableMap)) {
    const value = secret ? (internal._vault.retrieveSecret(`SECRET_${key}`) ?? "") : "";
    if (value.trim().length >= shortestForm) redactor.add(value);
  }
  return redactor;
}

function secretKeeper(redactor: Redactor): SecretKeeper {
  return {
    register: (value) => {
      for (const form of formsForAgent(value, redactor.add(value))) setSecret(form);
      return new Secret(value);
    },
    redact: (text) => redactor.redact(text),
    holdsLongSecret: (text) => redactor.holdsLongSecret(text),
  };
}

/**
 * The forms that are registered with the agent. The agent matches within single lines, so a form with a line break never
 * matches, and it masks the URL-encoded form itself. Short forms come first: in a debug run the agent shows each command,
 * masked by what it knows at that time.
 */
function formsForAgent(value: string, forms: readonly string[]): string[] {
  const usable = forms.filter((form) => !/[\r\n]/.test(form) && (!form.includes("%") || value.includes(form)));
  const pieces = usable.filter((form) => hidesEscape.test(form)).flatMap((form) => form.split("%"));
  return [...new Set([...pieces.filter((piece) => piece.length >= shortestForm), ...usable])].sort(
    (a, b) => a.length - b.length,
  );
}

/** What the agent reads as an escape in a logging command (Agent.Sdk/CommandStringConvertor.cs). */
const hidesEscape = /%(3B|0D|0A|5D|AZP25)/i;

/**
 * A percent sign that begins no escape is not escaped, so that the agent finds the value in the command that it shows in a
 * debug run. Where it must be escaped, the parts between the percent signs were registered before.
 */
function setSecret(form: string): void {
  if (!form.includes("%") || hidesEscape.test(form)) taskLib.setSecret(form);
  else process.stdout.write(`##vso[task.setsecret]${form}${EOL}`);
}

function createLog(clean: (text: string) => string): Log {
  const isDebugRun = /^true$/i.test(taskLib.getVariable("System.Debug") ?? "");
  return {
    // console.log would add a millisecond to the start of a task.
    info: (line) => void process.stdout.write(clean(line) + EOL),
    warning: (line) => taskLib.warning(clean(line)),
    debug: (line) => {
      if (isDebugRun) taskLib.debug(clean(line));
    },
  };
}

function logGroup(title: string, lines: readonly string[]): void {
  const whole = [`##[group]${title}`, ...lines, "##[endgroup]"];
  process.stdout.write(whole.map((line) => line + EOL).join(""));
}

/** Not read with the library, whose getter shows the value in debug runs, including a secret in it. */
function input(name: string, secrets: SecretKeeper, log: Log): string {
  const value = rawInput(name).trim();
  registerSecretsIn(value, secrets);
  log.debug(`${name}=${shown(value)}`);
  return value;
}

/** What the agent gives for an empty input of type filePath, in a build or a release (TaskRunner.TranslateFilePathInput). */
const emptyPaths = ["Build.Repository.LocalPath", "System.DefaultWorkingDirectory", "System.ArtifactsDirectory"];

/** Not shown in debug runs: what was given as a path may be a code. */
function fileInput(path: string, secrets: SecretKeeper): string {
  registerSecretsIn(path, secrets);
  const isEmpty = isFolder(path) || emptyPaths.some((name) => taskLib.getVariable(name) === path);
  return isEmpty ? "" : path;
}

/** A private key may stand in a text in more forms than can be found. */
function shown(value: string): string {
  return holdsPrivateKey(value) ? "***" : value;
}

/** Secrets where none belong: passwords in URLs, and private keys that were pasted in place of public ones. */
function registerSecretsIn(text: string, secrets: SecretKeeper): void {
  const parts = partsOfPrivateKey(text).filter(({ length }) => length >= shortestForm);
  for (const secret of [...passwordsIn(text), ...parts]) secrets.register(secret);
}

/** Not read with the library, whose getter shows the URL in debug runs, including a password in it. */
function endpointUrl(id: string, secrets: SecretKeeper): string | undefined {
  const url = process.env[`ENDPOINT_URL_${id}`];
  registerSecretsIn(url ?? "", secrets);
  return url;
}

function serviceConnection(id: string, secrets: SecretKeeper, log: Log): ServiceConnection | undefined {
  const url = id === "" ? undefined : endpointUrl(id, secrets);
  if (url === undefined) return undefined;
  return {
    url: url.trim(),
    scheme: taskLib.getEndpointAuthorizationScheme(id, true),
    secret: (field) => registered(authParameter(id, field), secrets),
    authField: (field) => authParameter(id, field),
    data: (field) => endpointData(id, field, secrets, log),
  };
}

/** Not read with the library, whose getter shows the value in debug runs, including a secret in it. */
function endpointData(id: string, field: string, secrets: SecretKeeper, log: Log): string {
  const value = process.env[`ENDPOINT_DATA_${id}_${field.toUpperCase()}`]?.trim() ?? "";
  registerSecretsIn(value, secrets);
  log.debug(`${id} data ${field} = ${shown(value)}`);
  return value;
}

/** An input as the agent passes it; "" when absent. */
function rawInput(name: string): string {
  return internal._vault.retrieveSecret(`INPUT_${environmentName(name)}`) ?? "";
}

/** In upper case, because the library reads URLs by exactly the name that the agent uses. */
const jobConnection = "SYSTEMVSSCONNECTION";

function jobAccess(secrets: SecretKeeper): JobAccess | undefined {
  const collectionUrl = taskLib.getVariable("System.CollectionUri") ?? endpointUrl(jobConnection, secrets);
  const token = registered(authParameter(jobConnection, "AccessToken"), secrets);
  return collectionUrl && token ? { collectionUrl, token } : undefined;
}

function networkOf(secrets: SecretKeeper): AgentNetwork {
  const taken = (name: string) => networkEnvironment.get(name) ?? "";
  // The library reads secret variables by the same names.
  const jobVariables = [...jobVariableNames.open, ...jobVariableNames.secret];
  const trust = trustOf(registered(taken("SECRET_AGENT_CLIENTCERTPASSWORD"), secrets));
  return {
    proxyUrl: taken("AGENT_PROXYURL"),
    proxyUsername: taskLib.getVariable("Agent.ProxyUsername") ?? "",
    proxyPassword: registered(taken("SECRET_AGENT_PROXYPASSWORD"), secrets),
    proxyBypassList: taskLib.getVariable("Agent.ProxyBypassList") ?? "",
    ...trust,
    unconfirmedTrust: unconfirmedTrust(trust, jobVariables, certificatesFile),
    environment: networkEnvironment,
    jobVariables: jobVariableNames,
    nodeOptions: process.env.NODE_OPTIONS ?? "",
  };
}

/**
 * The text of the agent's file `.certificates`. The agent starts tasks with the Node in its folder `externals`, unless it is
 * configured otherwise, and names its folder in a variable.
 */
function certificatesFile(): string | undefined {
  const aboveExternals = join(dirname(process.execPath), "..", "..", "..");
  for (const folder of [aboveExternals, process.env.AGENT_HOMEDIRECTORY ?? ""]) {
    const text = folder === "" ? undefined : textOf(join(folder, ".certificates"));
    if (text !== undefined) return text;
  }
  return undefined;
}

function trustOf(
  passphrase: Secret | undefined,
): Pick<AgentNetwork, "caFile" | "clientCertificate" | "skipsCertificateValidation"> {
  return {
    caFile: readFile("Agent.CAInfo"),
    clientCertificate: clientCertificateOf(passphrase),
    skipsCertificateValidation: /^true$/i.test(taskLib.getVariable("Agent.SkipCertValidation") ?? ""),
  };
}

function clientCertificateOf(passphrase: Secret | undefined): AgentNetwork["clientCertificate"] {
  const certificate = readFile("Agent.ClientCert");
  const key = readFile("Agent.ClientCertKey");
  return certificate && key && { certificate, key, passphrase };
}

function readFile(setting: string): ReadFile | undefined {
  const path = taskLib.getVariable(setting) ?? "";
  return path === "" ? undefined : { setting, path, text: textOf(path) };
}

/** Undefined when it cannot be read. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Read from the library's vault because its getter writes the value to the debug log before it can be masked. */
function authParameter(id: string, field: string): string {
  const name = `ENDPOINT_AUTH_PARAMETER_${id}_${field.toUpperCase()}`;
  return internal._vault.retrieveSecret(name) ?? "";
}

function registered(value: string, secrets: SecretKeeper): Secret | undefined {
  return value === "" ? undefined : secrets.register(value);
}

/** The callers remove anything that the agent would expand. This check catches a value that was missed. */
function setVariable(name: string, value: string | Secret, isOutput: boolean): void {
  const isSecret = value instanceof Secret;
  const text = isSecret ? value.reveal() : value;
  if (text.includes("$(")) throw new Error(`The value of ${name} would be expanded.`);
  taskLib.setVariable(name, text, isSecret, isOutput);
}

/** In a separate folder: the file name becomes the heading of the summary, and two steps may use the same. */
function addSummary(title: string, markdown: string): void {
  taskLib.uploadSummary(writeStepFile({ variable: taskLib.getVariable }, `${title}.md`, markdown));
}

/** Only a build has artifacts: elsewhere the agent refuses the command, and the step fails (ArtifactCommandExtension.cs). */
function keepFile(path: string, artifact: string): "artifact" | "log" {
  if (/^(release|deployment)$/i.test(taskLib.getVariable("System.HostType") ?? "")) {
    taskLib.uploadFile(path);
    return "log";
  }
  taskLib.uploadArtifact(artifact, path, artifact);
  return "artifact";
}

/** According to task.json, which the agent keeps in the folder of the code that it starts. */
function mayAddSummary(): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(dirname(process.argv[1] ?? ""), "task.json"), "utf8"));
    return manifest.restrictions?.commands?.mode !== "restricted";
  } catch {
    return false;
  }
}

/** The message is sent only as an issue: the agent masks issues, but not the text of `task.complete`. */
function fail(message: string): void {
  taskLib.error(message);
  taskLib.setResult(taskLib.TaskResult.Failed, "");
}
