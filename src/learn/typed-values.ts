/** What the person typed in the console's wizard. */
export interface TypedValues {
  readonly destinationUrl: string;
  readonly localShortName: string;
  readonly destinationShortName: string;
  /** The command fills in the default `<local>_to_<destination>`. */
  readonly connectionName: string;
  readonly description: string | undefined;
  /** The project's name as the console shows it. */
  readonly project: string;
  /** The project chosen when accepting; the same name as `project` when undefined. */
  readonly acceptingProject: string | undefined;
  readonly mode: "script" | "basic";
}
