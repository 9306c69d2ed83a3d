/** What the person typed in the console's wizard. */
export interface TypedValues {
  readonly destinationUrl: string;
  readonly localShortName: string;
  readonly destinationShortName: string;
  readonly connectionName: string;
  readonly description: string | undefined;
  /** As the console shows it. */
  readonly project: string;
  /** The project on the accepting side; undefined when it has the same name. */
  readonly acceptingProject: string | undefined;
  readonly mode: "script" | "basic";
}
