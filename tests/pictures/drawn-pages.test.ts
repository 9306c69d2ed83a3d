import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "mocha";
import { drawnPages, sourceOf } from "../../tools/pictures/drawn-pages.ts";
import { imagesFolder } from "../../tools/pictures/options.ts";
import { readPicture } from "../../tools/pictures/png.ts";
import { isVisible } from "../../tools/pictures/visible-rule.ts";
import { requireBuiltTasks } from "../examples/built-tasks.ts";
import { endpointContributions, readExtension } from "../manifest/extension-manifest.ts";
import { readTasks } from "../manifest/task-manifest.ts";
import { assertClean } from "../support/secret-scan.ts";
import { type FinishedRun, finishedRun } from "./finished-run.ts";
import { requiredLabels, shownTexts } from "./shown-text.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("The pages that pictures are taken of", function () {
  this.timeout(30_000);
  let finished: FinishedRun;
  const pages = new Map<string, string>();
  const textsOf = (name: string) => shownTexts(pages.get(name) ?? "");
  before(async () => {
    requireBuiltTasks();
    finished = await finishedRun();
    for (const { name, html } of await drawnPages(finished.run)) pages.set(name, html);
  });

  it("are the same in the next run", async () => {
    for (const { name, html } of await drawnPages((await finishedRun()).run)) assert.equal(html, pages.get(name), name);
  });

  it("are those of the committed pictures", () => {
    const outdated = [...pages].filter(([name, html]) => sourceIn(name) !== sourceOf({ name, html }));
    assert.deepEqual(
      outdated.map(([name]) => name),
      [],
      'These pictures are outdated: "npm run pictures" makes them again',
    );
  });

  it("contain no secret", () => {
    assert.ok(Object.values(finished.secrets).every((secret) => secret.length > 20));
    for (const [name, html] of pages) assertClean(name, html, finished.secrets);
  });

  it("show every line of the log of the first step, without its tag", () => {
    const log = finished.run.stages[0]?.jobs[0]?.steps[0]?.log ?? [];
    assert.ok(log.some((line) => line.includes("PENDING")));
    const shown = textsOf("run-log");
    assert.deepEqual(
      shown.slice(-log.length),
      log.map((line) => line.replace(/^##\[section\]/, "")),
    );
  });

  it("show every stage, job and step of the run", () => {
    const shown = new Set(textsOf("run-log"));
    const jobs = finished.run.stages.flatMap((stage) => stage.jobs);
    const named = [...finished.run.stages, ...jobs, ...jobs.flatMap((job) => job.steps)].map(({ name }) => name);
    assert.deepEqual(
      named.filter((name) => !shown.has(name)),
      [],
    );
  });

  it("show the approver the texts of the summary", () => {
    const shown = textsOf("approver-summary").join("");
    for (const text of ["Contoso_to_Fabrikam", "If you approve", "If you reject", "Escalated support cases"])
      assert.ok(shown.includes(text), text);
    assert.doesNotMatch(shown, /\*\*|\| /);
  });

  it("show every field of the task that is visible at first, and mark the required ones", () => {
    const initiate = readTasks(root).find(({ manifest }) => manifest.name === "ExalateInitiate");
    const inputs = initiate?.manifest.inputs ?? [];
    const defaults = Object.fromEntries(inputs.map(({ name, defaultValue = "" }) => [name, String(defaultValue)]));
    const visible = inputs.filter(({ visibleRule }) => isVisible(visibleRule, defaults));
    assert.ok(visible.length > 8 && visible.length < inputs.length);
    const shown = new Set(textsOf("task-form"));
    assert.deepEqual(
      visible.map(labelOf).filter((label) => !shown.has(label)),
      [],
    );
    const required = visible.filter((input) => input.required);
    assert.deepEqual(requiredLabels(pages.get("task-form") ?? ""), required.map(labelOf));
  });

  it("show every field of a service connection with a token, and its help", () => {
    const [{ properties } = assert.fail("no type of service connections")] = endpointContributions(readExtension(root));
    const [token, other] = properties.authenticationSchemes ?? [];
    const fields = [...(token?.inputDescriptors ?? []), ...(properties.inputDescriptors ?? [])];
    assert.ok(fields.length > 4 && other !== undefined);
    const { displayName, helpText } = properties.url ?? {};
    const expected = [displayName, helpText, ...fields.flatMap(({ name, description }) => [name, description])];
    const shown = new Set<string | undefined>(textsOf("service-connection-form"));
    assert.deepEqual(
      expected.filter((text) => !shown.has(text)),
      [],
    );
    assert.deepEqual(requiredLabels(pages.get("service-connection-form") ?? ""), [
      displayName,
      token?.inputDescriptors?.[0]?.name,
      "Service connection name",
    ]);
  });
});

function labelOf({ label = "" }: { label?: string }): string {
  return label;
}

function sourceIn(name: string): string | undefined {
  return readPicture(readFileSync(join(imagesFolder, `${name}.png`))).source;
}
