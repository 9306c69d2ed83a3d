import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The recordings of both consoles of a kind of server. */
export interface RecordingFiles {
  readonly initiating: string;
  readonly accepting: string;
}

/** The recordings that are kept as test data. No secret in them is real. */
export function keptRecordings(kindName: string): RecordingFiles {
  const file = (side: string) => fileURLToPath(new URL(`${kindName}/${side}.har`, import.meta.url));
  return { initiating: file("initiating"), accepting: file("accepting") };
}

/** What the person entered in every recording, besides the destination's URL. */
export const entered = {
  localShortName: "Contoso",
  destinationShortName: "Fabrikam",
  description: "Escalated cases",
  project: "Contoso R&D",
  acceptingProject: "Fabrikam R&D",
} as const;

/** The name of the connection, as the console proposes it. */
export const connectionName = "Contoso_to_Fabrikam";

/** The destination's URL in a pair of recordings: the address of the accepting console. */
export function destinationUrlOf({ accepting }: RecordingFiles): string {
  const har = JSON.parse(readFileSync(accepting, "utf8"));
  return new URL(har.log.entries[0].request.url).origin;
}
