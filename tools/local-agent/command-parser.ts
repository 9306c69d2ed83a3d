import { unescapeCommandText } from "./command-escapes.ts";

/** A parsed logging command. Property keys are in lower case, because the agent ignores their case. */
export interface Command {
  readonly area: string;
  readonly event: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

const prefix = "##vso[";

/**
 * Reads the first `##vso[area.event key=value;…]data` anywhere in a line and drops the text before it. Returns
 * `undefined` when the line contains no command (the agent's `Command.TryParse`).
 */
export function parseCommand(line: string, decodePercents: boolean): Command | undefined {
  const start = line.indexOf(prefix);
  const end = start < 0 ? -1 : line.indexOf("]", start);
  if (end < 0) return undefined;
  const info = line.slice(start + prefix.length, end);
  const space = info.indexOf(" ");
  const [area, event, ...more] = (space < 0 ? info : info.slice(0, space)).split(".").filter((part) => part !== "");
  if (area === undefined || event === undefined || more.length > 0) return undefined;
  return {
    area,
    event,
    properties: space < 0 ? new Map() : parseProperties(info.slice(space + 1), decodePercents),
    data: unescapeCommandText(line.slice(end + 1), decodePercents),
  };
}

/** True for a line about which the agent warns when it cannot parse it as a command. */
export function mentionsCommand(line: string): boolean {
  return line.includes("##vso");
}

function parseProperties(text: string, decodePercents: boolean): Map<string, string> {
  const properties = new Map<string, string>();
  for (const pair of text.split(";")) {
    // .NET's Split drops empty parts, so `=` signs before the key and directly before the value disappear.
    const [, key, value] = /^=*([^=]+)=+(.+)$/s.exec(pair) ?? [];
    if (key !== undefined && value !== undefined) {
      properties.set(key.toLowerCase(), unescapeCommandText(value, decodePercents));
    }
  }
  return properties;
}
