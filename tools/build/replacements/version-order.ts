/**
 * The one function of `semver` that azure-pipelines-task-lib calls, for the plain `major.minor.patch` versions of Node
 * and of the agent: whether the first version is lower. Pre-release suffixes are ignored.
 * @throws TypeError for text that is no version
 */
export function lt(version: string, other: string): boolean {
  const parts = versionParts(version);
  const otherParts = versionParts(other);
  const difference = parts.map((part, index) => part - (otherParts[index] ?? 0)).find((part) => part !== 0);
  return difference !== undefined && difference < 0;
}

function versionParts(version: string): number[] {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (!match) throw new TypeError(`Invalid version: ${version}`);
  return match.slice(1).map(Number);
}
