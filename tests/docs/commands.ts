/** The names of the npm scripts in a Markdown text: `npm start`, `npm test` and each `npm run <name>`. */
export function namedScripts(markdown: string): string[] {
  const found = [...markdown.matchAll(/\bnpm (?:(start|test)\b|run (?:-\S+ )*([\w:-]+))/g)];
  return [...new Set(found.map(([, known, named]) => known ?? named ?? ""))];
}
