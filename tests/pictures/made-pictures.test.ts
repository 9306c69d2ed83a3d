import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { encode } from "fast-png";
import { before, describe, it } from "mocha";
import { UsageError } from "../../tools/command-line.ts";
import { makePictures } from "../../tools/pictures/make-pictures.ts";
import { help, imagesFolder, readOptions } from "../../tools/pictures/options.ts";
import { compress, looksTheSame, readPicture } from "../../tools/pictures/png.ts";
import { describeInBrowser } from "../console/browser-tests.ts";
import { requireBuiltTasks } from "../examples/built-tasks.ts";

const icons = ["exalate-node.png", "extension-icon.png"];
const committed = readdirSync(imagesFolder).filter((name) => name.endsWith(".png") && !icons.includes(name));

describe("The committed pictures", () => {
  for (const name of committed) {
    it(`are small: ${name}`, () => {
      const path = join(imagesFolder, name);
      assert.ok(statSync(path).size <= 60_000, `${statSync(path).size} bytes`);
      assert.ok(readPicture(readFileSync(path)).width <= 900);
    });
  }
});

describe("Two pictures", () => {
  const [width, height, channels] = [10, 10, 3];
  const pictureOf = (differentPixels: number, source?: string) => {
    const data = new Uint8Array(width * height * channels).fill(255, 0, differentPixels * channels);
    return compress(encode({ width, height, channels, data }), source);
  };

  it("look the same if few pixels differ", () => assert.ok(looksTheSame(pictureOf(40, "a"), pictureOf(44, "a"))));

  it("differ in many pixels or in their source", () => {
    assert.ok(!looksTheSame(pictureOf(40), pictureOf(70)));
    assert.ok(!looksTheSame(pictureOf(40, "a"), pictureOf(40, "b")));
  });
});

describe("npm run pictures: its command line", () => {
  it("says where the pictures go", () => {
    assert.equal(readOptions([]), imagesFolder);
    assert.equal(readOptions(["--into", "elsewhere"]), resolve("elsewhere"));
    assert.equal(readOptions(["--help"]), undefined);
    assert.throws(() => readOptions(["elsewhere"]), UsageError);
  });

  it("names all pictures", () => {
    const named = [...help.matchAll(/^- (.*?):/gm)].flatMap(([, names = ""]) => names.split(", "));
    const starts = named.map((name) => name.replace("…", ""));
    assert.deepEqual(
      committed.filter((name) => !starts.some((start) => name.startsWith(start))),
      [],
    );
  });
});

describeInBrowser("The pictures", (browser) => {
  before(requireBuiltTasks);

  it("are made again by their names, in the sizes of the committed ones", async function () {
    this.timeout(60_000);
    const made = (await makePictures(browser())).filter(({ name }) => name.endsWith(".png"));
    assert.deepEqual(made.map(({ name }) => name).sort(), [...committed].sort());
    for (const { name, content } of made) assertSameSize(name, content);
  });

  it("keep a color that is in most of a picture, and their size", async () => {
    const page = await browser().newPage({ viewport: { width: 40, height: 20 } });
    await page.setContent("<body style='background: #123a6b'>text</body>");
    const screenshot = await page.screenshot();
    await page.close();
    const file = compress(screenshot, "from a test");
    assert.deepEqual(readPicture(file), { width: 40, height: 20, source: "from a test" });
    assert.ok(Buffer.from(file).includes(Buffer.from("123a6b", "hex")));
  });
});

// Other fonts wrap texts at other words.
const tolerance = 0.1;

function assertSameSize(name: string, content: Uint8Array): void {
  const [made, there] = [readPicture(content), readPicture(readFileSync(join(imagesFolder, name)))];
  assert.equal(made.width, there.width, name);
  assert.ok(Math.abs(made.height - there.height) <= there.height * tolerance, `${name}: ${made.height} pixels high`);
}
