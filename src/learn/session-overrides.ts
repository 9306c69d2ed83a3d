import type { JsonObject } from "../core/json.ts";
import { defaultNodeApi } from "../exalate/profile/node-api.ts";
import type { Edit } from "./learned.ts";
import { editMark } from "./resolve-call.ts";
import type { SessionSeen } from "./session.ts";

/** What the overrides say of the session. */
export interface SessionOverrides {
  readonly members: JsonObject;
  /** Whether the credential itself is the session. */
  readonly isKey: boolean;
  readonly edits: readonly Edit[];
  readonly remarks: readonly string[];
}

/** The header of the session. `isAsProfile`: whether every recorded call is as the profile has it. */
export function sessionOverrides(session: SessionSeen, isAsProfile: boolean): SessionOverrides {
  if (session.header !== undefined) return headerOverrides(session.header, session.isKey);
  if (isAsProfile) return { members: {}, isKey: false, edits: [], remarks: [sanitised] };
  const what = session.isCookie ? cookie : unknownHeader;
  return { members: { tokenHeader: editMark }, isKey: false, edits: [{ pointer: "/tokenHeader", what }], remarks: [] };
}

const sanitised =
  "The recording does not show which header carries the session, so that the profile's is kept: browsers leave it out unless they are told to export sensitive data.";
const cookie =
  "The console seems to carry its session in a cookie, which the tasks cannot send: write the header in which the node also takes a token.";
const unknownHeader =
  'The recording shows no header with the session, perhaps because the browser left it out (sanitized): write the header, often Authorization, and in tokenPrefix the text before the token, often "Bearer ".';

function headerOverrides({ name, prefix }: NonNullable<SessionSeen["header"]>, isKey: boolean): SessionOverrides {
  const isSame = name.toLowerCase() === defaultNodeApi.tokenHeader.toLowerCase();
  return {
    members: { tokenHeader: isSame ? defaultNodeApi.tokenHeader : name, tokenPrefix: prefix },
    isKey,
    edits: [],
    remarks: isKey ? [key] : [],
  };
}

const key =
  "No call signs in, and no answer gives the value of the session's header: the overrides send the credential of the service connection in it as it is. If it is not a key but a session, record again with signing in.";
