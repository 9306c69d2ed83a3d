/** The npm scripts that a Markdown text tells its reader to run: `npm start`, `npm test` and each `npm run` by its name. */
export function namedScripts(markdown: string): string[] {
  const found = [...markdown.matchAll(/\bnpm (?:(start|test)\b|run (?:-\S+ )*([\w:-]+))/g)];
  return [...new Set(found.map(([, known, named]) => known ?? named ?? ""))];
}
