import { delimiter } from "node:path";
import { type ServiceEndpoint, toDotNetUrl } from "./endpoints.ts";
import type { Variables } from "./variables.ts";

/** Environment variables of a process. */
export type Environment = Record<string, string>;

/** Everything from which a handler's environment is composed. */
export interface HandlerEnvironment {
  /** The agent's own environment, which the process inherits. */
  readonly agent: Readonly<Environment>;
  /** `env:` of the step, macros already expanded. */
  readonly step: Readonly<Environment>;
  readonly variables: Variables;
  readonly taskVariables: Variables;
  readonly inputs: ReadonlyMap<string, string>;
  readonly endpoints: readonly ServiceEndpoint[];
  readonly accessToken: string;
  /** Folders of `task.prependpath`, oldest first. */
  readonly prependedPath: readonly string[];
}

// What any process needs to start. The rest of the machine's environment is left out, so that runs are reproducible.
const basicNames = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SYSTEMROOT",
  "WINDIR",
  "COMSPEC",
  "PATHEXT",
];

/** The part of the current process's environment that the local agent passes to tasks. */
export function basicEnvironment(): Environment {
  const basics = Object.entries(process.env).filter(([name]) => basicNames.includes(name.toUpperCase()));
  return Object.fromEntries(basics.map(([name, value]) => [name, value ?? ""]));
}

/** The environment name of a variable: `.` and blank become `_`, letters become upper case, hyphens stay. */
export function toEnvironmentName(name: string, preserveCase = false): string {
  const replaced = name.replace(/[. ]/g, "_");
  return preserveCase ? replaced : replaced.toUpperCase();
}

/** The whole environment of a task's process; later groups override earlier ones (NodeHandler since July 2026). */
export function handlerEnvironment(given: HandlerEnvironment): Environment {
  const environment = {
    ...given.agent,
    ...given.step,
    ...variableEntries(given.variables),
    ...inputEntries(given.inputs),
    ...systemConnectionEntries(given),
    ...Object.assign({}, ...given.endpoints.map(endpointEntries)),
    ...taskVariableEntries(given.taskVariables),
    TF_BUILD: "True",
  };
  return withPrependedPath(environment, given.prependedPath);
}

function variableEntries(variables: Variables): Environment {
  const environment: Environment = {};
  const names: Record<"open" | "secret", string[]> = { open: [], secret: [] };
  for (const { name, value, isSecret, preserveCase } of variables.all()) {
    const prefix = isSecret ? "SECRET_" : "";
    if (name.toLowerCase() === "agent.jobstatus") environment["agent.jobstatus"] = value;
    environment[prefix + toEnvironmentName(name, preserveCase)] = value;
    names[isSecret ? "secret" : "open"].push(name);
  }
  environment.VSTS_PUBLIC_VARIABLES = JSON.stringify(names.open);
  environment.VSTS_SECRET_VARIABLES = JSON.stringify(names.secret);
  return environment;
}

function inputEntries(inputs: ReadonlyMap<string, string>): Environment {
  return Object.fromEntries([...inputs].map(([name, value]) => [`INPUT_${toEnvironmentName(name)}`, value]));
}

function taskVariableEntries(variables: Variables): Environment {
  return Object.fromEntries(
    variables
      .all()
      .map(({ name, value, preserveCase }) => [`VSTS_TASKVARIABLE_${toEnvironmentName(name, preserveCase)}`, value]),
  );
}

function endpointEntries(endpoint: ServiceEndpoint): Environment {
  const key = endpoint.id.toLowerCase();
  return {
    ...authorizationEntries(key, endpoint),
    [`ENDPOINT_DATA_${key}`]: JSON.stringify(endpoint.data),
    ...prefixed(`ENDPOINT_DATA_${key}_`, endpoint.data),
  };
}

function systemConnectionEntries(given: HandlerEnvironment): Environment {
  return authorizationEntries("SYSTEMVSSCONNECTION", {
    url: given.variables.get("System.CollectionUri") ?? "",
    scheme: "OAuth",
    parameters: { AccessToken: given.accessToken },
  });
}

function authorizationEntries(
  key: string,
  { url, scheme, parameters }: Pick<ServiceEndpoint, "url" | "scheme" | "parameters">,
): Environment {
  return {
    [`ENDPOINT_URL_${key}`]: toDotNetUrl(url),
    [`ENDPOINT_AUTH_${key}`]: JSON.stringify({ parameters, scheme }),
    [`ENDPOINT_AUTH_SCHEME_${key}`]: scheme,
    ...prefixed(`ENDPOINT_AUTH_PARAMETER_${key}_`, parameters),
  };
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Environment {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + toEnvironmentName(name), value]));
}

function withPrependedPath(environment: Environment, folders: readonly string[]): Environment {
  if (folders.length === 0) return environment;
  const name = Object.keys(environment).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  return {
    ...environment,
    [name]: [...folders]
      .reverse()
      .concat(environment[name] ?? "")
      .join(delimiter),
  };
}
