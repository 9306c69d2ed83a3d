/** Source of the cases, in `src/Test/L0` of the agent. */
export const file = "Worker/LoggingCommandL0.cs";

interface CommandCase {
  readonly line: string;
  readonly unescapesPercents: boolean;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Lines with a command `area.event`, and how the agent parses them (CommandParserTest). */
export const commands: readonly CommandCase[] = [
  { line: "##vso[area.event k1=v1;]msg", unescapesPercents: true, properties: { k1: "v1" }, data: "msg" },
  { line: "##vso[area.event]", unescapesPercents: true, properties: {}, data: "" },
  {
    line: "##vso[area.event k1=%3B=%0D=%0A=%5D%AZP25;]%3B-%0D-%0A-%5D%AZP253B",
    unescapesPercents: false,
    properties: { k1: ";=\r=\n=]%AZP25" },
    data: ";-\r-\n-]%AZP253B",
  },
  {
    line: "##vso[area.event k1=%3B=%0D=%0A=%5D%AZP25;]%3B-%0D-%0A-%5D%AZP253B",
    unescapesPercents: true,
    properties: { k1: ";=\r=\n=]%" },
    data: ";-\r-\n-]%3B",
  },
  { line: "##vso[area.event k1=;k2=;]", unescapesPercents: true, properties: {}, data: "" },
  { line: ">>>   ##vso[area.event k1=v1;]msg", unescapesPercents: true, properties: { k1: "v1" }, data: "msg" },
];
