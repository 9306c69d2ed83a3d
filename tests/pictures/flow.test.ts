import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { drawings } from "../../tools/pictures/drawn-pages.ts";
import { exampleFile } from "../../tools/pictures/example.ts";
import { flowDrawing, flowStages } from "../../tools/pictures/flow.ts";
import { flowColors } from "../../tools/pictures/flow-colors.ts";
import { imagesFolder } from "../../tools/pictures/options.ts";
import { shownTexts } from "./shown-text.ts";

const themes = ["light", "dark"] as const;

describe("The drawing of the flow", () => {
  for (const { name, content } of drawings()) {
    it(`is that of images/${name}`, () => {
      assert.equal(readFileSync(join(imagesFolder, name), "utf8"), Buffer.from(content).toString());
    });
  }

  for (const theme of themes) {
    it(`is well-formed in ${theme} colors, and says what it shows`, () => {
      const svg = flowDrawing(theme);
      assert.deepEqual(openElements(svg), []);
      assert.match(
        svg,
        /^<svg [^>]*aria-labelledby="title desc"[^>]*>\n<title id="title">[^<]+<\/title>\n<desc id="desc">[^<]+</,
      );
    });

    const { line: _line, secret, ...surfaces } = flowColors[theme];
    for (const [name, { ground, text, quiet }] of Object.entries(surfaces)) {
      it(`has enough contrast in ${theme} colors on ${name}`, () => {
        for (const color of [text, quiet]) assert.ok(contrast(color, ground) >= 4.5, `${color} on ${ground}`);
      });
    }

    it(`has enough contrast in ${theme} colors for the secret`, () =>
      assert.ok(contrast(secret, surfaces.page.ground) >= 4.5));
  }

  it("has the same texts in both colors", () => {
    const [light, dark] = themes.map((theme) => shownTexts(flowDrawing(theme)));
    assert.ok(light !== undefined && light.length > 15);
    assert.deepEqual(dark, light);
  });

  it("has the stages of the example, with their tasks", () => {
    const { stages } = parse(readFileSync(exampleFile, "utf8"));
    for (const [index, { stage, task }] of flowStages.entries()) {
      assert.equal(stages[index].stage, stage);
      assert.ok(JSON.stringify(stages[index]).includes(`"task":"${task}"`), `${stage} runs ${task}`);
    }
    assert.equal(flowStages.length, stages.length);
  });
});

/** The elements that are not closed in the right order, from a document without comments. */
function openElements(markup: string): string[] {
  const open: string[] = [];
  for (const [, end, name = "", empty] of markup.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (end && open.at(-1) !== name) return [`</${name}>`, ...open];
    if (end) open.pop();
    else if (!empty) open.push(name);
  }
  return open;
}

/** The contrast of two colors as WCAG 2 defines it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(color.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(shade: number): number {
  return shade <= 0.04045 ? shade / 12.92 : ((shade + 0.055) / 1.055) ** 2.4;
}
