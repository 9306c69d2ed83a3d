import type { IncludedPackage } from "./included-packages.ts";

/** The packages in a text of third-party notices, each as `name version`. */
function noticedPackages(notices: string): string[] {
  const [, ...sections] = notices.split(/^-{78}\n\n/m);
  const titles = sections.map((section) => section.slice(0, section.indexOf("\n")));
  return titles.map((title) => title.replace(/ \([^()]*\)$/, ""));
}

/** The text of the notices in the partner's page. */
export function noticesOfPage(page: string): string {
  const [, escaped = ""] = /<pre>(This page contains[^<]*)<\/pre>/.exec(page) ?? [];
  return escaped.replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

/** How notices differ from the packages that are in something, each as a sentence. */
export function noticeProblems(place: string, notices: string, packages: readonly IncludedPackage[]): string[] {
  const noticed = new Set(noticedPackages(notices));
  const included = new Set(packages.map(({ name, version }) => `${name} ${version}`));
  return [
    ...[...included].filter((each) => !noticed.has(each)).map((each) => `${place} does not name ${each}.`),
    ...[...noticed].filter((each) => !included.has(each)).map((each) => `${place} names ${each}, which is not in it.`),
  ];
}
