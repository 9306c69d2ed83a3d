const hostTypes = ["build", "release", "deployment"] as const;

/** A kind of job, as in `System.HostType`. */
export type HostType = (typeof hostTypes)[number];

/** True for a kind of job that the agent knows. */
export function isHostType(text: string): text is HostType {
  return hostTypes.some((each) => each === text);
}
