import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { mergeResults, parseTaskResult, type TaskResult } from "../../tools/local-agent/results.ts";
import { bodyOf, Sandbox } from "./sandbox.ts";

const detailId = "10000000-0000-4000-8000-000000000001";
const childId = "10000000-0000-4000-8000-000000000002";

describe("local agent: logging commands", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.dispose());

  it("prints banner, lines and sections, but no commands", async () => {
    const step = await sandbox.print(sandbox.job(), ["one", "##vso[task.setsecret]x1y2z3", "", "##[group]two"]);
    assert.deepEqual(step.log, [
      "##[section]Starting: Sample task",
      ...step.banner,
      "one",
      "",
      "##[group]two",
      "##[section]Finishing: Sample task",
    ]);
    assert.deepEqual(step.banner.slice(1, 6), [
      "Task         : Sample task",
      "Description  : A task for tests",
      "Version      : 1.2.3",
      "Author       : Contoso",
      "Help         : ",
    ]);
    assert.equal(step.raw.length, 4);
  });

  it("reads commands on standard error too, and does not fail because of it", async () => {
    const script = 'console.error("oops"); console.error("text ##vso[task.setvariable variable=a]1");';
    const job = sandbox.job();
    const step = await job.runTask({ taskFolder: sandbox.task(script), inputs: {} });
    assert.equal(step.result, "Succeeded");
    assert.deepEqual(
      step.raw.map(({ stream }) => stream),
      ["stderr", "stderr"],
    );
    assert.deepEqual(bodyOf(step), ["oops"]);
    assert.equal(job.variables.get("a"), "1");
  });

  it("warns about a line that only looks like a command, and prints it", async () => {
    const step = await sandbox.print(sandbox.job(), ["##vso[nonsense]x", "##vso[nowhere.do]y"]);
    assert.equal(step.result, "Succeeded");
    assert.deepEqual(
      step.issues.map(({ type }) => type),
      ["warning", "warning"],
    );
    assert.match(step.issues[0]?.message ?? "", /'##vso\[nonsense\]x' contains logging command keyword/);
    assert.match(step.issues[1]?.message ?? "", /Cannot find command extension for ##vso\[nowhere\.command\]/);
    assert.equal(bodyOf(step).filter((line) => line === "##vso[nonsense]x").length, 1);
    assert.equal(bodyOf(step).filter((line) => line === "##vso[nowhere.do]y").length, 0);
  });

  it("fails on an unknown event, whatever task.complete says", async () => {
    const step = await sandbox.print(sandbox.job(), ["##vso[task.unheard]x", "##vso[task.complete result=Succeeded]"]);
    assert.equal(step.result, "Failed");
    assert.match(step.log.join("\n"), /##\[error\]Unable to process command '##vso\[task\.unheard\]x'/);
  });

  it("logs issues with their code in the data, and in the text only with a source path", async () => {
    const step = await sandbox.print(sandbox.job(), [
      "##vso[task.logissue type=error;code=EXA1]first",
      "##vso[task.issue type=Warning;sourcepath=a.c;linenumber=3;columnnumber=4;code=EXA2]second",
      "##vso[task.logissue]third",
    ]);
    assert.deepEqual(bodyOf(step), [
      "##[error]first",
      "##[warning]a.c(3,4): Warning EXA2: second",
      "##[warning]Can't create TaskIssue from logging event.",
    ]);
    assert.deepEqual(step.issues[0], { type: "error", message: "first", data: { type: "error", code: "EXA1" } });
    assert.equal(step.result, "Succeeded");
    assert.equal((await sandbox.print(sandbox.job(), ["##vso[task.logissue type=info]x"])).result, "Failed");
  });

  it("keeps ten errors and ten warnings, and logs all", async () => {
    const lines = Array.from({ length: 12 }, (_, index) => [
      `##vso[task.logissue type=error]e${index}`,
      `##vso[task.logissue type=warning]w${index}`,
    ]);
    const step = await sandbox.print(sandbox.job(), lines.flat());
    assert.equal(step.issues.length, 20);
    assert.equal(bodyOf(step).length, 24);
  });

  it("merges results of task.complete to the worst, and uses its text as current operation", async () => {
    const results = ["Succeeded", "SucceededWithIssues", "Succeeded"];
    const step = await sandbox.print(
      sandbox.job(),
      results.map((result) => `##vso[task.complete result=${result}]now ${result}`),
    );
    assert.deepEqual(
      [step.result, step.currentOperation, step.percentComplete],
      ["SucceededWithIssues", "now Succeeded", 100],
    );
    assert.deepEqual(
      step.operations,
      results.map((result) => `now ${result}`),
    );
    assert.equal(
      (
        await sandbox.print(sandbox.job(), [
          "##vso[task.complete result=Canceled]",
          "##vso[task.complete result=Failed]",
        ])
      ).result,
      "Canceled",
    );
    const invalid = await sandbox.print(sandbox.job(), ["##vso[task.complete result=succeeded]"]);
    assert.deepEqual(
      [invalid.result, invalid.issues[1]?.message],
      ["Failed", "Command doesn't have valid result value."],
    );
  });

  it("reads a result as a number or as several names, like .NET", async () => {
    const results = [
      ["0", "Succeeded"],
      [" +2 ", "Failed"],
      ["3", "Canceled"],
      ["5", "Abandoned"],
      ["Succeeded,Failed", "Failed"],
      ["SucceededWithIssues, Failed", "Canceled"],
    ] as const;
    for (const [text, result] of results) assert.equal(parseTaskResult(text), result, text);
    for (const text of ["", "6", "-1", "2147483648", "2.0", "failed", "Failed,"]) {
      assert.equal(parseTaskResult(text), undefined, text);
    }
    assert.equal((await sandbox.print(sandbox.job(), ["##vso[task.complete result=1]"])).result, "SucceededWithIssues");
  });

  it("does not change the job when a step sets its own result to canceled, abandoned or skipped", async () => {
    for (const result of ["Canceled", "Abandoned", "Skipped"]) {
      const job = sandbox.job();
      const step = await sandbox.print(job, [`##vso[task.complete result=${result}]`]);
      assert.deepEqual(
        [step.result, job.status, job.variables.get("agent.jobstatus")],
        [result, "Succeeded", "Succeeded"],
      );
    }
  });

  it("decides at the start of the job whether to show debug lines", async () => {
    const lines = ["##vso[task.setvariable variable=System.Debug]true", "##vso[task.debug]one"];
    const job = sandbox.job();
    await sandbox.print(job, lines);
    assert.deepEqual(bodyOf(await sandbox.print(job, ["##vso[task.debug]two"])), []);
    const odd = sandbox.job({ variables: [{ name: "System.Debug", value: "1" }] });
    assert.deepEqual(bodyOf(await sandbox.print(odd, ["##vso[task.debug]three"])), []);
  });

  it("merges results", () => {
    const cases: [TaskResult | undefined, TaskResult, TaskResult][] = [
      [undefined, "Succeeded", "Succeeded"],
      ["Succeeded", "Failed", "Failed"],
      ["Failed", "SucceededWithIssues", "Failed"],
      ["Failed", "Skipped", "Skipped"],
      ["Canceled", "Skipped", "Canceled"],
      ["Skipped", "Failed", "Skipped"],
    ];
    for (const [current, coming, expected] of cases) assert.equal(mergeResults(current, coming), expected);
  });

  it("never decreases progress and keeps it between 0 and 100", async () => {
    const step = await sandbox.print(sandbox.job(), [
      "##vso[task.setprogress value=40]a",
      "##vso[task.setprogress value=x]b",
      "##vso[task.setprogress value=-3]c",
    ]);
    assert.deepEqual([step.percentComplete, step.currentOperation], [40, "c"]);
    assert.equal((await sandbox.print(sandbox.job(), ["##vso[task.setprogress value=400]"])).percentComplete, 100);
  });

  it("creates and updates detail records, which need id, name, type and parent", async () => {
    const step = await sandbox.print(sandbox.job(), [
      `##vso[task.logdetail id=${detailId};name=Wait;type=poll]started`,
      `##vso[task.logdetail id=${childId};parentid=${detailId};name=Look;type=poll;progress=200]`,
      `##vso[task.logdetail id=${detailId};progress=50;state=Completed;result=Failed]half`,
    ]);
    assert.equal(step.result, "Succeeded");
    assert.deepEqual(step.details[0], {
      id: detailId,
      name: "Wait",
      type: "poll",
      parentId: undefined,
      state: "Completed",
      currentOperation: "half",
      percentComplete: 50,
      result: "Failed",
    });
    assert.equal(step.details[1]?.percentComplete, 100);
    for (const properties of [
      "",
      "id=1",
      `id=${detailId};type=t`,
      `id=${detailId};name=n`,
      `id=${detailId};name=n;type=t;parentid=${childId}`,
    ]) {
      assert.equal(
        (await sandbox.print(sandbox.job(), [`##vso[task.logdetail ${properties}]`])).result,
        "Failed",
        properties,
      );
    }
  });

  it("completes the detail records at the end of the step, and reads ids, numbers and states like .NET", async () => {
    const step = await sandbox.print(sandbox.job(), [
      `##vso[task.logdetail id={${detailId.toUpperCase()}};name=Wait;type=poll;state=nonsense;progress=4x]`,
      `##vso[task.logdetail id=${childId.replaceAll("-", "")};name=Look;type=poll;progress= 7 ;result=failed]`,
    ]);
    assert.deepEqual(
      step.details.map(({ id, state, percentComplete, result }) => [id, state, percentComplete, result]),
      [
        [detailId, "Completed", 100, "Succeeded"],
        [childId, "Completed", 7, "Failed"],
      ],
    );
    const refused = await sandbox.print(sandbox.job(), [
      `##vso[task.logdetail id=${detailId};name=n;type=t;parentid=none]`,
      `##vso[task.logdetail id=${detailId};name=n;type=Job]`,
    ]);
    assert.equal(refused.issues.filter(({ message }) => message.startsWith("Unable to process")).length, 2);
  });

  it("shows debug lines and processed commands only with System.Debug", async () => {
    const lines = [
      "##vso[task.debug]one%0Atwo",
      "##vso[task.setvariable variable=a;issecret=true]s3cr3t-9",
      "##vso[task.setvariable variable=b%3B]1%0A2%AZP25",
    ];
    assert.deepEqual(bodyOf(await sandbox.print(sandbox.job(), lines)), []);
    assert.deepEqual(bodyOf(await sandbox.print(sandbox.job({ debug: true }), lines)), [
      "##[debug]one",
      "two",
      "##[debug]Processed: ##vso[task.setvariable variable=a;issecret=true]***",
      "##[debug]Processed: ##vso[task.setvariable variable=b;]1",
      "2%",
    ]);
  });

  it("passes System.Debug on to the task", async () => {
    assert.equal((await sandbox.environment(sandbox.job({ debug: true }))).SYSTEM_DEBUG, "true");
  });

  it("prepends folders to the PATH of later steps, the last one first", async () => {
    const job = sandbox.job({ agentEnvironment: { PATH: "/base" } });
    await sandbox.print(job, ["##vso[task.prependpath]/a", "##vso[task.prependpath]/b", "##vso[task.prependpath]/a"]);
    assert.equal((await sandbox.environment(job)).PATH, ["/a", "/b", "/base"].join(delimiter));
    assert.equal((await sandbox.print(sandbox.job(), ["##vso[task.prependpath]"])).result, "Failed");
    const limited = { restrictions: { settableVariables: { allowed: ["x"] } } };
    const refused = await sandbox.print(sandbox.job(), ["##vso[task.prependpath]/a"], limited);
    assert.deepEqual([refused.result, refused.issues.length], ["Succeeded", 1]);
  });

  it("reads summaries, attachments and files at the time of their command", async () => {
    const summary = sandbox.file("done.md", "# Done");
    const script = `console.log("##vso[task.uploadsummary]${summary}");
      console.log("##vso[task.addattachment type=kind;name=n]${summary}");
      console.log("##vso[task.uploadfile]${summary}");`;
    const step = await sandbox.job().runTask({ taskFolder: sandbox.task(script), inputs: {} });
    assert.deepEqual(
      step.summaries.map(({ path, content }) => ({ path, content })),
      [{ path: summary, content: "# Done" }],
    );
    assert.deepEqual(
      step.attachments.map(({ type, name }) => `${type} ${name}`),
      ["Distributedtask.Core.Summary done.md", "kind n", "DistributedTask.Core.FileAttachment done.md"],
    );
  });

  it("keeps an uploaded file in builds and in releases", async () => {
    const file = sandbox.file("note.txt", "for the log");
    for (const hostType of ["build", "release"]) {
      const job = sandbox.job({ variables: [{ name: "System.HostType", value: hostType }] });
      const step = await sandbox.print(job, [`##vso[task.uploadfile]${file}`]);
      assert.deepEqual(
        [step.result, step.attachments.map(({ name, content }) => [name, content])],
        ["Succeeded", [["note.txt", "for the log"]]],
        hostType,
      );
    }
  });

  it("fails on an attachment without file, type or name, or with an invalid name", async () => {
    const file = sandbox.file("a.md", "x");
    const lines = [
      "##vso[task.uploadsummary]",
      "##vso[task.uploadsummary]/no/such/file.md",
      "##vso[task.uploadfile]",
      `##vso[task.addattachment name=n]${file}`,
      `##vso[task.addattachment type=t]${file}`,
      `##vso[task.addattachment type=t;name=a/b]${file}`,
    ];
    for (const line of lines) assert.equal((await sandbox.print(sandbox.job(), [line])).result, "Failed", line);
  });

  it("keeps commands for the server, depending on the kind of job", async () => {
    const line = "##vso[codecoverage.publish]tool";
    const build = await sandbox.print(sandbox.job(), [line]);
    assert.deepEqual(
      build.serverCommands.map(({ event, data }) => [event, data]),
      [["publish", "tool"]],
    );
    const release = await sandbox.print(sandbox.job({ variables: [{ name: "System.HostType", value: "release" }] }), [
      line,
    ]);
    assert.equal(release.result, "Failed");
    assert.deepEqual(bodyOf(release), ["##[error]codecoverage commands are not supported for release flow.", line]);
  });

  it("supports build commands in releases, but artifact commands not in deployments", async () => {
    const lines = ["build.uploadsummary", "build.addbuildtag", "release.updatereleasename", "artifact.associate"].map(
      (command) => `##vso[${command}]x`,
    );
    const refusedIn = async (hostType: string) => {
      const job = sandbox.job({ variables: [{ name: "System.HostType", value: hostType }] });
      const step = await sandbox.print(job, lines);
      return step.issues.map(({ message }) => message.split(" ")[0]);
    };
    assert.deepEqual(await refusedIn("build"), ["release"]);
    assert.deepEqual(await refusedIn("Release"), []);
    assert.deepEqual(await refusedIn("deployment"), ["artifact"]);
    assert.deepEqual(await refusedIn("none of these"), []);
  });

  it("denies other than the allowed commands in restricted mode, with only a warning", async () => {
    const denied = [
      "task.uploadsummary",
      "task.addattachment",
      "task.uploadfile",
      "task.setendpoint",
      "build.addbuildtag",
      "artifact.upload",
      "results.publish",
    ];
    const allowed = [
      "task.setprogress value=1",
      "task.setsecret",
      "task.setvariable variable=a",
      "task.debug",
      "task.settaskvariable variable=b",
      "task.prependpath",
      "telemetry.publish",
      "task.logissue type=warning",
      `task.logdetail id=${detailId};name=n;type=t`,
      "task.complete result=Succeeded",
    ];
    const lines = [...denied, ...allowed].map((command) => `##vso[${command}]text`);
    const step = await sandbox.print(sandbox.job(), lines, { restrictions: { commands: { mode: "restricted" } } });
    assert.equal(step.result, "Succeeded");
    assert.deepEqual(
      step.issues
        .filter(({ message }) => /is not allowed in this step/.test(message))
        .map(({ message }) => /\[(.+?)\]/.exec(message)?.[1]),
      denied,
    );
    const taskFolder = sandbox.task('console.log("##vso[task.uploadfile]/none")');
    const byTarget = await sandbox.job().runTask({ taskFolder, inputs: {}, target: { commands: "restricted" } });
    assert.deepEqual([byTarget.result, byTarget.issues.length], ["Succeeded", 1]);
  });

  it("changes a connection for later steps and registers its secret", async () => {
    const id = "33333333-0000-4000-8000-000000000000";
    const endpoint = {
      id,
      name: "n",
      type: "sample",
      url: "https://a.contoso.com",
      scheme: "Token",
      parameters: { apitoken: "old-token" },
      data: {},
    };
    const job = sandbox.job({ endpoints: [endpoint] });
    const step = await sandbox.print(job, [
      `##vso[task.setendpoint id=${id};field=url]https://b.contoso.com`,
      `##vso[task.setendpoint id=${id};field=authParameter;key=apitoken]new-token`,
      `##vso[task.setendpoint id=${id};field=dataParameter;key=k]v`,
      "new-token",
    ]);
    assert.deepEqual(bodyOf(step), ["***"]);
    const definition = { inputs: [{ name: "c", type: "connectedService:sample" }] };
    const environment = await sandbox.environment(job, { inputs: { c: "n" } }, definition);
    assert.equal(environment[`ENDPOINT_URL_${id}`], "https://b.contoso.com/");
    assert.equal(environment[`ENDPOINT_AUTH_PARAMETER_${id}_APITOKEN`], "new-token");
    assert.equal(environment[`ENDPOINT_DATA_${id}_K`], "v");
    for (const properties of [
      "",
      `id=${id}`,
      "id=x;field=url",
      `id=${id};field=url`,
      `id=${id};field=other;key=k`,
      `id=${id};field=dataParameter`,
    ]) {
      assert.equal(
        (await sandbox.print(job, [`##vso[task.setendpoint ${properties}]nothing`])).result,
        "Failed",
        properties,
      );
    }
  });

  it("does not decode %AZP25 when DECODE_PERCENTS is false", async () => {
    const job = sandbox.job({ variables: [{ name: "DECODE_PERCENTS", value: "false" }] });
    await sandbox.print(job, ["##vso[task.setvariable variable=a]1%AZP25%0A"]);
    assert.equal(job.variables.get("a"), "1%AZP25\n");
    const lines = ["##vso[task.setsecret]100%AZP25-secret", "100%AZP25-secret", "100%-secret"];
    assert.deepEqual(bodyOf(await sandbox.print(job, lines)), ["***", "***"]);
    const decoding = sandbox.job({ variables: [{ name: "DECODE_PERCENTS", value: "" }] });
    await sandbox.print(decoding, ["##vso[task.setvariable variable=a]1%AZP25"]);
    assert.equal(decoding.variables.get("a"), "1%");
  });

  it("reports lines when they are written", async () => {
    const seen: string[] = [];
    const taskFolder = sandbox.task(
      'console.log("##vso[task.setsecret]hidden-1"); console.log("hidden-1"); console.log("##vso[task.logissue type=error]bad")',
    );
    await sandbox
      .job()
      .runTask({ taskFolder, inputs: {}, onLine: ({ stream, kind, text }) => seen.push(`${stream} ${kind} ${text}`) });
    assert.equal(seen[0], "agent section ##[section]Starting: Sample task");
    assert.deepEqual(seen.slice(-3), [
      "stdout output ***",
      "stdout error ##[error]bad",
      "agent section ##[section]Finishing: Sample task",
    ]);
  });
});
