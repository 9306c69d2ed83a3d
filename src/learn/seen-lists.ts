import { typedEntries } from "./connection-list.ts";
import type { Exchange } from "./exchange.ts";
import type { Meanings } from "./meanings.ts";
import type { NodeRecording } from "./node-recording.ts";
import { pagingName, pagingSeen } from "./paging.ts";
import { isPartOf, projectQuery } from "./project-search.ts";
import { editMark, type Problem } from "./resolve-call.ts";
import type { SeenOperation } from "./seen-operation.ts";
import { statusSeen } from "./statuses.ts";
import { bareText } from "./value-kinds.ts";

const noMeanings = { texts: new Map() };

/** The list of connections; undefined when no answer has it. `accepting` shows the status after acceptance. */
export function seenList(
  recording: NodeRecording,
  accepting: NodeRecording | undefined,
  foreign: ReadonlySet<Exchange>,
): SeenOperation | undefined {
  const { list } = recording;
  if (list === undefined) return undefined;
  const paging = pagingSeen(list, (value, name) => recording.isTelling(value, name));
  const status = statusSeen(list, accepting?.list);
  const query = {
    ...Object.fromEntries(paging.parameters),
    ...Object.fromEntries(paging.unclear.map((name) => [name, editMark])),
  };
  const finder = recording.chains("listConnections", listMeanings, {
    queries: new Map([[list.showing, query]]),
    foreign,
  });
  const item = present({
    connectionId: list.id,
    connectionName: list.name,
    status: status?.pointer,
    destinationUrl: list.url,
  });
  return {
    name: "listConnections",
    recording,
    chain: finder.chainOf(list.showing, []),
    result: present({ items: list.items, total: paging.total, cursor: paging.cursor }),
    item: { connectionId: editMark, status: editMark, ...item },
    entry: typedEntries(list.showing, list)[0],
    shownBy: "its answer lists the connection with the typed name",
    problems: [
      ...paging.unclear.map(unclearParameter),
      ...missingItems(item),
      ...(list.isDoubtful ? [doubtful] : []),
      ...(isOfProject(recording) ? [ofProject] : []),
    ],
    remarks: paging.remarks,
  };
}

const listMeanings: Meanings = {
  ...noMeanings,
  of: (value, steps) => {
    const name = steps[0] === "body" && typeof value !== "boolean" ? pagingName(steps.at(-1) ?? "", value) : undefined;
    return name === undefined ? [] : [{ words: "the paging of the list", sends: { value: name } }];
  },
};

const doubtful: Problem = {
  steps: ["path"],
  what: "Two calls answer a list with the connection's name: check that this is the list of connections.",
};

/** A segment of the path that is the project lists the connections of that project alone. */
function isOfProject({ list, project }: NodeRecording): boolean {
  return list?.showing.segments.some((segment) => bareText(segment) === bareText(project)) === true;
}

const ofProject: Problem = {
  steps: ["path"],
  isOpen: true,
  what: "The path of the list holds the project's name, perhaps by chance: write the path that lists all connections.",
};

function unclearParameter(name: string): Problem {
  return {
    steps: ["query", name],
    what: "What this parameter of the list means is unclear: write a constant, {offset}, {limit}, {page} or {pageNumber}, or remove it.",
  };
}

function missingItems(item: Readonly<Record<string, string>>): Problem[] {
  const whats = {
    connectionId: 'No member of an entry is surely the connection\'s id: write its place, such as ["/id"].',
    status: 'No member of an entry is surely the connection\'s status: write its place, such as ["/status"].',
  };
  return Object.entries(whats)
    .filter(([name]) => item[name] === undefined)
    .map(([name, what]) => ({ steps: ["item", name, "0"], what }));
}

/** The members that have a value. */
export function present(places: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(places).filter((each): each is [string, string] => each[1] !== undefined));
}

/** The search for projects; undefined when no answer lists the chosen project. Call it last: it names the members that are sent. */
export function seenProjects(recording: NodeRecording, foreign: ReadonlySet<Exchange>): SeenOperation | undefined {
  const { projects, project, members } = recording;
  if (projects === undefined) return undefined;
  const query = projectQuery(projects, project) ?? {};
  const meanings: Meanings = {
    ...noMeanings,
    of: (value, steps) =>
      steps[0] === "body" && typeof value === "string" && isPartOf(value, project)
        ? [{ words: "the project", sends: { value: "project" } }]
        : [],
  };
  const chain = recording
    .chains("searchProjects", meanings, { queries: new Map([[projects.showing, query]]), foreign })
    .chainOf(projects.showing, []);
  return {
    name: "searchProjects",
    recording,
    chain,
    result: { items: projects.items },
    item: { projectName: projects.name, projectKey: projects.name, ...members.places },
    entry: projects.entry,
    shownBy: "its answer lists the typed project",
  };
}
