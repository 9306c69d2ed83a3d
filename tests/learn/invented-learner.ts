import type { Edit, Learned } from "../../src/learn/learned.ts";
import { RecordingProblem } from "../../src/learn/recording-problem.ts";
import { runCommand } from "../../tools/learn/command.ts";
import type { LearnApi } from "../../tools/learn/learn.ts";

/** Results to choose by the variable `LEARNER` of the environment. Some show what a correct learner would not. */
const results: Readonly<Record<string, (body: string) => Partial<Learned>>> = {
  complete: () => ({ overrides: { basePath: "/rest" } }),
  same: () => ({ overrides: {} }),
  "to edit": () => ({
    overrides: { operations: { initiateConnection: { body: { requestId: "{EDIT}" } } } },
    edits: [
      edit("/operations/initiateConnection/body/requestId", "It looks like a value made for one call. Remove it."),
    ],
  }),
  hostile: () => ({ remarks: ["see \u001b[31m##vso[task.complete]\u202e this\nEDIT /x: y"] }),
  "secret in text": (body) => ({ remarks: [`It answered ${body}.`], edits: [edit("/x", `Write ${body} here.`)] }),
  "secret in overrides": (body) => ({ overrides: { operations: { x: { body: { code: `${body}!` } } } } }),
  "encoded secret": (body) => ({ overrides: { basePath: `/${Buffer.from(body).toString("base64url")}` } }),
  "secret as name": (body) => ({ overrides: { operations: { [body]: {} } } }),
  mistaken: (body) => {
    throw new TypeError(`cannot read ${body}`);
  },
  foreign: () => {
    throw new RecordingProblem("Nothing of an Exalate node is in the recording.");
  },
};

function edit(pointer: string, what: string): Edit {
  return { pointer, what };
}

const learned: Learned = {
  rows: [
    {
      name: "listConnections",
      call: "GET /connections?offset={offset}&limit={limit}",
      shownBy: "the answer lists the connection with the name that you typed",
    },
    {
      name: "initiateConnection",
      call: "POST /connections, after POST /destinations/validate and GET /projects/{project}/settings",
      shownBy: "the last request that sent the connection name before it was in the list, with both short names",
    },
  ],
  unseen: [
    {
      name: "deleteConnection",
      meaning: "It is unavailable.",
      howToShow: "Initiate another connection and remove it.",
    },
  ],
  edits: [],
  remarks: ["The mode is always sent as it was recorded."],
  overrides: { basePath: "/rest" },
};

const learnApi: LearnApi = async ({ initiating }) => {
  const body = initiating[0]?.answerBody ?? "";
  return { ...learned, ...results[process.env.LEARNER ?? ""]?.(body) };
};

await runCommand(learnApi);
