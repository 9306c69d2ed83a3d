/** What a changelog is compared with. */
export interface ExpectedRelease {
  readonly version: string;
  /** Whether the release will be published, so that its date must be known. */
  readonly isPublished: boolean;
  readonly now: Date;
}

interface Section {
  readonly heading: string;
  readonly version: string;
  /** `YYYY-MM-DD` or `unreleased`. */
  readonly date: string;
  readonly isEmpty: boolean;
}

/**
 * What is wrong with a changelog before a release, each as a sentence. It has a section `## <version> - <date>` for each
 * version, newest first; only the newest may say `unreleased` instead of a date, and only until it is published.
 */
export function changelogProblems(text: string, expected: ExpectedRelease): string[] {
  const sections = sectionsOf(text);
  const [newest, ...older] = sections;
  return [
    ...newestProblems(newest, expected),
    ...sections.flatMap(formProblems),
    ...older.flatMap(({ heading, date }) => (date === "unreleased" ? [`"${heading}" has no date.`] : [])),
    ...sections.flatMap((section, index) => orderProblems(section, sections[index + 1])),
  ];
}

function sectionsOf(text: string): Section[] {
  const [, ...parts] = text.replace(/<!--[\s\S]*?-->/g, "").split(/^## /m);
  return parts.map((part) => {
    const [heading = "", ...lines] = part.split("\n");
    const [version = "", ...rest] = heading.trim().split(" - ");
    const date = rest.join(" - ");
    const content = lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
    return { heading: heading.trim(), version, date, isEmpty: content.length === 0 };
  });
}

function newestProblems(newest: Section | undefined, { version, isPublished, now }: ExpectedRelease): string[] {
  if (newest?.version !== version)
    return [`The first section is "${newest?.heading ?? ""}", not one of the version ${version} of package.json.`];
  if (newest.date === "unreleased") return isPublished ? [`"${newest.heading}" needs the date of its release.`] : [];
  return newest.date > latestDate(now) ? [`"${newest.heading}" has a date in the future.`] : [];
}

/** The date in the time zone that is ahead of all others, UTC+14. */
function latestDate(now: Date): string {
  return new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
}

function formProblems({ heading, version, date, isEmpty }: Section): string[] {
  const isForm = /^\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(version) && (date === "unreleased" || isDate(date));
  return [
    ...(isForm ? [] : [`"${heading}" is not "<version> - <YYYY-MM-DD>" or "<version> - unreleased".`]),
    ...(isEmpty ? [`"${heading}" says nothing.`] : []),
  ];
}

function isDate(text: string): boolean {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function orderProblems(section: Section, next: Section | undefined): string[] {
  if (next === undefined || section.version.localeCompare(next.version, "en", { numeric: true }) > 0) return [];
  return [`"${section.heading}" comes before "${next.heading}", which is not older.`];
}
