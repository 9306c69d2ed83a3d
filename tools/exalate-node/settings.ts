import type { Dialect } from "./dialect.ts";
import { type DialectName, readDialect } from "./dialects.ts";

/** A token that an embedded node accepts unless told otherwise: shaped like an Azure DevOps PAT, and plainly not one. */
export const fakeToken = `${"fakepat7".repeat(6)}fake`;

/** User name that an embedded node knows unless told otherwise. */
export const fakeUser = "exalate-admin";

/** Password of {@link fakeUser}. */
export const fakePassword = "not-a-real-password";

/** Where the answer to a sign-in can hold the session token. */
export const tokenPlaces = ["header", "jwt", "token", "body"] as const;

/** Modes that an Exalate console offers. */
export const offeredModes = ["basic", "script", "visual"] as const;

/** One of {@link offeredModes}. */
export type OfferedMode = (typeof offeredModes)[number];

/** How an embedded node differs from the usual one; each member has a default. */
export interface ExalateNodeOptions {
  /** Address to listen at; 127.0.0.1 unless given. */
  readonly host?: string;
  /** Port to listen at; any free one unless given. */
  readonly port?: number;
  /** URL under which the node knows itself; where it listens unless given. */
  readonly selfUrl?: string;
  /** Serves https, with PEM texts; `ca` is what the node itself trusts when it calls others. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string };
  /** Tokens that sign in with an empty user name. */
  readonly tokens?: readonly string[];
  /** Passwords by user name. */
  readonly users?: Readonly<Record<string, string>>;
  /** Names of the tracker's projects. */
  readonly projects?: readonly string[];
  /** Kind of tracker, told by the healthcheck. */
  readonly trackerType?: string;
  /** Where a sign-in answers the session token. */
  readonly tokenPlace?: (typeof tokenPlaces)[number];
  /** Lifetime of a session, in seconds. */
  readonly sessionSeconds?: number;
  /** Unit of the session token's `exp`. */
  readonly expiryUnit?: "seconds" | "milliseconds";
  /** The free plan does not offer Script mode. */
  readonly plan?: "free" | "paid";
  /** Modes offered; what the plan allows unless given. */
  readonly modes?: readonly OfferedMode[];
  /** Connections that the licence allows. */
  readonly maxConnections?: number;
  /** Whether two connections may have the same name. */
  readonly allowsEqualNames?: boolean;
  /** How far the list of connections is behind, in milliseconds. */
  readonly listDelayMilliseconds?: number;
  /** Whether there is a call to read an invitation again. */
  readonly canReadInvitation?: boolean;
  /** Whether a code is one line, or lines of 76 characters. */
  readonly invitationFormat?: "line" | "wrapped";
  /** Replaces the code that clients see, for trying out what they do with a strange one. */
  readonly invitationCode?: string | ((code: string) => string);
  /** Whether Swagger is shown to signed-in callers only. */
  readonly swaggerNeedsSignIn?: boolean;
  /** File that keeps the node's state over a restart. */
  readonly stateFile?: string;
  /** How its API differs from the usual one: the name of a built-in dialect, or one of its own. */
  readonly dialect?: Dialect | DialectName;
}

type Defaulted =
  | "host"
  | "port"
  | "tokens"
  | "users"
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

/** Version that a node tells of itself. */
export const nodeVersion = "5.8.1";

/**
 * Fills in what was left open.
 * @throws Error when the dialect is not a known one
 */
export function settle(options: ExalateNodeOptions): Settings {
  const { plan, dialect = {} } = options;
  const spoken = typeof dialect === "string" ? readDialect(dialect) : dialect;
  const swaggerNeedsSignIn = spoken.document?.needsSignIn ?? defaults.swaggerNeedsSignIn;
  return {
    ...defaults,
    modes: plan === "free" ? ["basic"] : offeredModes,
    swaggerNeedsSignIn,
    ...options,
    dialect: spoken,
  };
}

const defaults = {
  host: "127.0.0.1",
  port: 0,
  tokens: [fakeToken],
  users: { [fakeUser]: fakePassword },
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
