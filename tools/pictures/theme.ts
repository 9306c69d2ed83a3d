/** The colors of the light theme of Azure DevOps. */
export const light = {
  page: "#f8f8f8",
  card: "#ffffff",
  text: "#212121",
  secondary: "#666666",
  line: "#dcdcdc",
  field: "#8a8a8a",
  link: "#005ba1",
  accent: "#0078d4",
  onAccent: "#ffffff",
  selected: "#deecf9",
  required: "#cd4a45",
  code: "#f0f0f0",
  succeeded: "#3f8f4f",
  skipped: "#767676",
} as const;

/** The colors of a log in Azure Pipelines. */
export const log = {
  ground: "#1e1e1e",
  output: "#e4e4e4",
  number: "#8c8c8c",
  section: "#6cc079",
  command: "#4fa8f0",
  warning: "#e0a050",
  error: "#f28b82",
  debug: "#b69cf0",
} as const;
