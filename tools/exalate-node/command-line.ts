import { createSecureContext } from "node:tls";
import type { ParseArgsConfig } from "node:util";
import { singleLine } from "../../src/core/text.ts";
import { type OptionValues, parseOptions, wrongUse } from "../command-line.ts";
import { contentOfFile, textOfFile } from "../option-file.ts";
import { type Dialect, parseDialect } from "./dialect.ts";
import { dialectNames, readDialect } from "./dialects.ts";
import { type ExalateNodeOptions, offeredModes, tokenPlaces } from "./settings.ts";

/** What `--help` prints. */
export const help = `Usage: npm run exalate-node -- [options]

Starts an embedded Exalate node. Callers can sign in, initiate and accept as on a real one.

Defaults are in parentheses.
  --host <address>           address to listen on (127.0.0.1)
  --port <number>            port to listen on (any free port)
  --self-url <url>           URL that the node reports as its own (the URL it listens on)
  --key <file> --cert <file> serve https with this PEM key and certificate
  --ca <file>                PEM certificates to trust when calling other nodes over https
  --connections <number>     active connections to start with, unless its state file has some (0)
  --project <name>           a project of the tracker; can be repeated
  --tracker <type>           type of the tracker (azurenode)
  --token-place <place>      where a sign-in returns its token: ${tokenPlaces.join(", ")} (header)
  --session-seconds <number> lifetime of a session (3600)
  --milliseconds             write the expiry of session tokens in milliseconds, not seconds
  --free-plan                do not offer Script mode
  --mode <mode>              a mode to offer: ${offeredModes.join(", ")}; can be repeated
  --max-connections <number> connections that the license allows (no limit)
  --equal-names              allow several connections with the same name
  --list-delay <number>      delay in milliseconds until the list shows a change (0)
  --codes-shown-once         offer no call to read an invitation again
  --wrapped-codes            break invitation codes into lines of 76 characters
  --swagger-needs-sign-in    show Swagger only to signed-in callers
  --state-file <file>        keep the state in a file, for use after a restart
  --dialect <name or file>   use a different API: ${dialectNames.join(", ")}, or a JSON file
  --help                     print this help
`;

/** More connections would not fit the memory of most machines. */
const mostConnections = 1_000_000;

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const flag = { type: "boolean", default: false } as const;

const config = {
  allowPositionals: false,
  options: {
    host: text,
    port: text,
    "self-url": text,
    key: text,
    cert: text,
    ca: text,
    connections: text,
    project: texts,
    tracker: text,
    "token-place": text,
    "session-seconds": text,
    milliseconds: flag,
    "free-plan": flag,
    mode: texts,
    "max-connections": text,
    "equal-names": flag,
    "list-delay": text,
    "codes-shown-once": flag,
    "wrapped-codes": flag,
    "swagger-needs-sign-in": flag,
    "state-file": text,
    dialect: text,
    help: flag,
  },
} satisfies ParseArgsConfig;

type Values = OptionValues<typeof config>;

/**
 * Reads the options of the command line; null when it asks for help.
 * @throws UsageError when an option is unknown, is given twice or has a wrong value
 */
export function readOptions(args: readonly string[]): ExalateNodeOptions | null {
  const values = parseOptions(config, args);
  if (values.help) return null;
  return { ...addressOptions(values), ...trackerOptions(values), ...answerOptions(values), ...fileOptions(values) };
}

function addressOptions(values: Values): ExalateNodeOptions {
  return {
    ...given("host", values.host),
    ...given("port", wholeNumber("port", values.port, 65_535)),
    ...given("selfUrl", values["self-url"]),
    ...given("tls", tlsOptions(values)),
  };
}

function trackerOptions(values: Values): ExalateNodeOptions {
  return {
    ...given("connections", wholeNumber("connections", values.connections, mostConnections)),
    ...given("projects", values.project),
    ...given("trackerType", values.tracker),
    ...given("plan", values["free-plan"] ? "free" : undefined),
    ...given(
      "modes",
      values.mode?.map((mode) => oneOf("mode", mode, offeredModes)),
    ),
    ...given("maxConnections", wholeNumber("max-connections", values["max-connections"])),
    ...given("allowsEqualNames", values["equal-names"] ? true : undefined),
    ...given("listDelayMilliseconds", wholeNumber("list-delay", values["list-delay"])),
  };
}

function answerOptions(values: Values): ExalateNodeOptions {
  const place = values["token-place"];
  return {
    ...given("tokenPlace", place === undefined ? undefined : oneOf("token-place", place, tokenPlaces)),
    ...given("sessionSeconds", wholeNumber("session-seconds", values["session-seconds"])),
    ...given("expiryUnit", values.milliseconds ? "milliseconds" : undefined),
    ...given("canReadInvitation", values["codes-shown-once"] ? false : undefined),
    ...given("invitationFormat", values["wrapped-codes"] ? "wrapped" : undefined),
    ...given("swaggerNeedsSignIn", values["swagger-needs-sign-in"] ? true : undefined),
  };
}

function fileOptions(values: Values): ExalateNodeOptions {
  const dialect = values.dialect === undefined ? undefined : dialectIn(values.dialect);
  return { ...given("stateFile", values["state-file"]), ...given("dialect", dialect) };
}

function dialectIn(nameOrFile: string): Dialect {
  const isBuiltIn = dialectNames.some((name) => name === nameOrFile);
  return isBuiltIn ? readDialect(nameOrFile) : contentOfFile("--dialect", nameOrFile, parseDialect);
}

function tlsOptions({ key, cert, ca }: Values): ExalateNodeOptions["tls"] {
  if (key === undefined && cert === undefined && ca === undefined) return undefined;
  if (key === undefined || cert === undefined) throw wrongUse("--key and --cert must be used together.");
  const trusted = ca === undefined ? undefined : textOfFile("--ca", ca);
  const tls = { key: textOfFile("--key", key), cert: textOfFile("--cert", cert), ...given("ca", trusted) };
  requirePem(tls);
  return tls;
}

function requirePem(tls: NonNullable<ExalateNodeOptions["tls"]>): void {
  try {
    createSecureContext(tls);
  } catch (error) {
    throw wrongUse(`--key, --cert and --ca need PEM files that fit together (${singleLine(String(error))}).`);
  }
}

function given<K extends string, const V>(name: K, value: V | undefined): { [name in K]?: V } {
  const member: { [name in K]?: V } = {};
  if (value !== undefined) member[name] = value;
  return member;
}

function wholeNumber(option: string, value: string | undefined, largest = 1_000_000_000): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,10}$/.test(value) || Number(value) > largest)
    throw wrongUse(`--${option} needs a whole number up to ${largest}, not "${value}".`);
  return Number(value);
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw wrongUse(`--${option} needs one of ${choices.join(", ")}, not "${value}".`);
  return choice;
}
