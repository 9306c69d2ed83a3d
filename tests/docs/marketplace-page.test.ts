import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { picturesOf } from "./links.ts";
import { yamlBlocks } from "./pipeline-blocks.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(join(root, "overview.md"), "utf8");
const blocks = yamlBlocks(page).map(({ text }) => text);
const pipelines = blocks.filter((text) => text.includes("stages:"));

describe("The Marketplace page", () => {
  it("shows the pipeline of examples/staged-approval.yml, without its parameter and its display names", () => {
    const example = readFileSync(join(root, "examples/staged-approval.yml"), "utf8");
    assert.deepEqual(pipelines.map(bare), [bare(withoutParameter(example))]);
  });

  it("shows a step that is the first of that pipeline", () => {
    const [step] = parse(blocks[0] ?? "");
    const [first] = parse(pipelines[0] ?? "").stages;
    assert.deepEqual(step, first.jobs[0].steps.at(-1));
  });

  // The Marketplace refuses them.
  it("has no SVG picture", () => {
    assert.deepEqual(
      picturesOf(page).filter(({ target }) => !target.endsWith(".png")),
      [],
    );
  });
});

/** The pipeline with the default in place of its only parameter. */
function withoutParameter(yaml: string): string {
  const { parameters } = parse(yaml);
  assert.equal(parameters.length, 1);
  return yaml.replaceAll(`\${{ parameters.${parameters[0].name} }}`, parameters[0].default);
}

/** The content of a pipeline without what only names it. White space in its expressions does not count. */
function bare(yaml: string): unknown {
  return parse(yaml, (key, value) => {
    if (key === "displayName" || key === "parameters") return undefined;
    return key === "condition" ? String(value).replace(/\s/g, "") : value;
  });
}
