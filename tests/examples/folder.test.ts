import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import { connectionsIn } from "../../tools/local-pipeline/pipeline.ts";
import { relativeLinks } from "../docs/links.ts";
import { requireBuiltTasks } from "./built-tasks.ts";
import { exampleFiles, examplesFolder, exampleText } from "./two-nodes.ts";

describe("The folder of examples", () => {
  before(requireBuiltTasks);

  it("is listed completely in its README", () => {
    const files = readdirSync(examplesFolder).filter((name) => name !== "README.md");
    const linked = relativeLinks(exampleText("README.md")).filter((link) => !link.startsWith("../"));
    assert.deepEqual([...new Set(linked)].sort(), files.sort());
  });

  it("is run whole by the tests beside this one", () => {
    const folder = new URL(".", import.meta.url);
    const tests = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
    assert.deepEqual(
      exampleFiles.filter(
        (file) => !tests.some((text) => text.includes(`"${file}"`) || text.includes(`"${file.replace(".yml", "")}"`)),
      ),
      [],
    );
  });

  for (const file of exampleFiles) {
    it(`has a valid pipeline in ${file} that uses only the two service connections`, async () => {
      const names = (await connectionsIn({ file: join(examplesFolder, file) })).map(({ name }) => name);
      assert.ok(names.length > 0);
      assert.deepEqual(
        names.filter((name) => !["contoso-exalate", "fabrikam-exalate"].includes(name)),
        [],
      );
    });

    it(`says in ${file} what to create and to permit before the first run`, async () => {
      const text = exampleText(file);
      const [head = ""] = text.split("\ntrigger:");
      const setUp = head.slice(head.indexOf("# Before the first run:"));
      const environments = [...text.matchAll(/^ *environment: (\S+)$/gm)].map(([, name]) => name ?? "");
      const groups = [...text.matchAll(/^ *- group: (\S+)$/gm)].map(([, name]) => name ?? "");
      const connections = (await connectionsIn({ file: join(examplesFolder, file) })).map(({ name }) => name);
      for (const name of [...connections, ...environments]) assert.ok(setUp.includes(name), name);
      for (const name of groups) assert.ok(head.includes(name), name);
      assert.match(setUp, /permit this pipeline to use [\s\S]*"Permit" in the first/);
    });

    it(`has a comment with the purpose at the beginning of ${file}`, () => {
      assert.match(exampleText(file), /^# \S.*\n#/);
    });
  }
});
