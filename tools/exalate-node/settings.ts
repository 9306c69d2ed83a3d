import type { Dialect } from "./dialect.ts";
import { type DialectName, readDialect } from "./dialects.ts";

/**
 * The token that an embedded node accepts by default. It has the form of an Azure DevOps PAT but is clearly not one.
 */
export const fakeToken = `${"fakepat7".repeat(6)}fake`;

/** The user name that an embedded node accepts by default. */
export const fakeUser = "exalate-admin";

/** Password of {@link fakeUser}. */
export const fakePassword = "not-a-real-password";

/** Places for the session token in the answer to a sign-in. */
export const tokenPlaces = ["header", "jwt", "token", "body"] as const;

/** Modes that an Exalate console offers. */
export const offeredModes = ["basic", "script", "visual"] as const;

/** One of {@link offeredModes}. */
export type OfferedMode = (typeof offeredModes)[number];

/** Options of an embedded node; each has a default. */
export interface ExalateNodeOptions {
  /** Address to listen on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** Port to listen on; any free port when absent. */
  readonly port?: number;
  /** URL that the node reports as its own; the URL it listens on when absent. */
  readonly selfUrl?: string;
  /** PEM texts to serve https with; `ca` has the certificates to trust when calling other nodes. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string };
  /** Tokens that are accepted with an empty user name. */
  readonly tokens?: readonly string[];
  /** Passwords by user name. */
  readonly users?: Readonly<Record<string, string>>;
  /** How many active connections the node has when it starts; none are added to those of a state file. */
  readonly connections?: number;
  /** Names of the tracker's projects. */
  readonly projects?: readonly string[];
  /** Type of the tracker, which the healthcheck reports. */
  readonly trackerType?: string;
  /** Where a sign-in returns the session token. */
  readonly tokenPlace?: (typeof tokenPlaces)[number];
  /** Lifetime of a session, in seconds. */
  readonly sessionSeconds?: number;
  /** Unit of the session token's `exp`. */
  readonly expiryUnit?: "seconds" | "milliseconds";
  /** Exalate's plan; the free one does not offer Script mode. */
  readonly plan?: "free" | "paid";
  /** Modes to offer; all that the plan allows when absent. */
  readonly modes?: readonly OfferedMode[];
  /** Number of connections that the license allows. */
  readonly maxConnections?: number;
  /** Whether several connections can have the same name. */
  readonly allowsEqualNames?: boolean;
  /** Delay until the list of connections shows a change, in milliseconds. */
  readonly listDelayMilliseconds?: number;
  /** Whether the node offers a call to read an invitation again. */
  readonly canReadInvitation?: boolean;
  /** Whether a code is one line, or lines of 76 characters. */
  readonly invitationFormat?: "line" | "wrapped";
  /** Replaces the code that clients see, to test how they handle an unusual one. */
  readonly invitationCode?: string | ((code: string) => string);
  /** Whether only signed-in callers can read Swagger. */
  readonly swaggerNeedsSignIn?: boolean;
  /** File that keeps the node's state across restarts. */
  readonly stateFile?: string;
  /** How its API differs from the usual one: the name of a built-in dialect, or a dialect. */
  readonly dialect?: Dialect | DialectName;
}

type Defaulted =
  | "host"
  | "port"
  | "tokens"
  | "users"
  | "connections"
  | "projects"
  | "trackerType"
  | "tokenPlace"
  | "sessionSeconds"
  | "expiryUnit"
  | "plan"
  | "modes"
  | "maxConnections"
  | "allowsEqualNames"
  | "listDelayMilliseconds"
  | "canReadInvitation"
  | "invitationFormat"
  | "swaggerNeedsSignIn";

/** Options with the defaults filled in. */
export type Settings = Omit<ExalateNodeOptions, "dialect"> &
  Required<Pick<ExalateNodeOptions, Defaulted>> & { readonly dialect: Dialect };

/** Version that a node reports. */
export const nodeVersion = "5.8.1";

/**
 * Adds the defaults to options.
 * @throws Error when the dialect is unknown
 */
export function withDefaults(options: ExalateNodeOptions): Settings {
  const { plan, dialect = {} } = options;
  const parsed = typeof dialect === "string" ? readDialect(dialect) : dialect;
  const swaggerNeedsSignIn = parsed.document?.needsSignIn ?? defaults.swaggerNeedsSignIn;
  return {
    ...defaults,
    modes: plan === "free" ? ["basic"] : offeredModes,
    swaggerNeedsSignIn,
    ...options,
    dialect: parsed,
  };
}

const defaults = {
  host: "127.0.0.1",
  port: 0,
  tokens: [fakeToken],
  users: { [fakeUser]: fakePassword },
  connections: 0,
  projects: ["Fabrikam", "Fabrikam Service Desk", "Contoso Support"],
  trackerType: "azurenode",
  tokenPlace: "header",
  sessionSeconds: 3600,
  expiryUnit: "seconds",
  plan: "paid",
  maxConnections: Number.POSITIVE_INFINITY,
  allowsEqualNames: false,
  listDelayMilliseconds: 0,
  canReadInvitation: true,
  invitationFormat: "line",
  swaggerNeedsSignIn: false,
} as const;
