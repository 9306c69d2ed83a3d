/**
 * Fills in `$(name)` like Azure DevOps in the request of an agentless task: names are read in any case, and an unknown
 * name is kept. The values are not escaped.
 */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  const known = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
  return template.replace(/\$\(([\w.]+)\)/g, (macro, name: string) => known.get(name.toLowerCase()) ?? macro);
}

/** Fills in `{{name}}` like Azure DevOps in the URL and headers of a service connection. An unknown name becomes empty. */
export function fillInBraces(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => values[name] ?? "");
}
