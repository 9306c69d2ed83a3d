/**
 * Fills `$(name)` in as Azure DevOps does in the request of a task without agent: names in any case, and a name that
 * is not known stays as it is. The values become part of the text without any escaping.
 */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  const known = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
  return template.replace(/\$\(([\w.]+)\)/g, (macro, name: string) => known.get(name.toLowerCase()) ?? macro);
}

/** Fills `{{name}}` in as Azure DevOps does in the URL and headers of a service connection; what is not known is empty. */
export function fillInBraces(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => values[name] ?? "");
}
