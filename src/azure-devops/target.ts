import { Failure } from "../core/failure.ts";

/** Where the invitation code is stored, so that it is available after the job. */
export type HandOverTarget = VariableGroupTarget | ReleaseTarget;

/** An existing variable group in a project's library. */
export interface VariableGroupTarget {
  readonly kind: "variableGroup";
  /** Name of the group. */
  readonly group: string;
  /** Name of the project, as `System.TeamProject` gives it. */
  readonly project: string;
}

/** The release to which the job belongs. */
export interface ReleaseTarget {
  readonly kind: "release";
  readonly releaseId: number;
  /** Name of the project, as `System.TeamProject` gives it. */
  readonly project: string;
}

/**
 * The running release, from the variables `Release.ReleaseId`, which only a job of a classic release pipeline has, and
 * `System.TeamProject`. Call it before anything is initiated. Raises EXA601 outside a release.
 */
export function runningRelease(releaseId: string | undefined, project: string): ReleaseTarget {
  if (/^[1-9]\d{0,15}$/.test(releaseId ?? "")) return { kind: "release", releaseId: Number(releaseId), project };
  throw new Failure(
    "EXA601",
    'The input "storeIn" is "release", but this job is not part of a classic release: there is no Release.ReleaseId.',
    'In a YAML pipeline, read the output variable instead, or use "storeIn: variableGroup". Nothing was initiated.',
  );
}

/** The target, as part of a sentence. */
export function targetText(target: HandOverTarget): string {
  return target.kind === "variableGroup"
    ? `the variable group "${target.group}" of the project "${target.project}"`
    : `the release ${target.releaseId} of the project "${target.project}"`;
}
