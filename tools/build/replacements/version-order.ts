/**
 * The only function of `semver` that azure-pipelines-task-lib calls: whether the first version is lower. It supports
 * the `major.minor.patch` versions of Node and of the agent and ignores pre-release suffixes.
 * @throws TypeError for a text that is not a version
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
