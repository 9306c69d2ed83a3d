/** Source of the cases, in `src/Test/L0` of the agent. */
export const files = "Worker/WorkerL0.cs, Util/StringUtilL0.cs";

/** Variables that the job starts with, and their values after the start. */
export const variables: readonly (readonly [name: string, given: string, found: string])[] = [
  ["build.sourceVersionMessage", "##vso[setVariable]etc1", "**vso[setVariable]etc1"],
  ["system.sourceVersionMessage", "##vso[setVariable]etc2", "**vso[setVariable]etc2"],
  ["build.definitionname", "##vso[setVariable]etc3", "**vso[setVariable]etc3"],
  ["system.definitionName", "##vso[setVariable]etc4", "**vso[setVariable]etc4"],
  ["release.definitionName", "##vso[setVariable]etc5", "**vso[setVariable]etc5"],
  ["release.environmentName", "##vso[setVariable]etc6", "**vso[setVariable]etc6"],
  ["build.sourceversionauthor", "##vso[setVariable]etc7", "**vso[setVariable]etc7"],
  ["agent.name", "test", "test"],
  ["agent.machinename", "gA==", "gA=="],
  ["build.repository.name", "##vso[setVariable]etc1", "##vso[setVariable]etc1"],
  ["system.jobId", "##vso[setVariable]etc2", "##vso[setVariable]etc2"],
  ["BUILD.SOURCEVERSIONMESSAGE", "##vso[setVariable]etc1", "**vso[setVariable]etc1"],
  ["system.sourceversionmessage", "##vso[setVariable]etc2", "**vso[setVariable]etc2"],
  ["build.definitionname", " ", " "],
  [
    "agent.name",
    'echo "##vso[task.setvariable variable=testVar]a"',
    'echo "**vso[task.setvariable variable=testVar]a"',
  ],
  ["agent.name", "##vso a", "**vso a"],
  ["agent.name", "## vso", "## vso"],
  ["agent.name", "##vs", "##vs"],
  ["agent.name", "##VsO", "**vso"],
];
