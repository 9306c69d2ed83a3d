import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { readTasks } from "../manifest/task-manifest.ts";
import { configProblems, type FormField, formProblems, type IssueForm } from "./issue-forms.ts";
import { brokenLinks } from "./links.ts";
import { yamlName } from "./task-schema.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, ".github/ISSUE_TEMPLATE");
const names = readdirSync(folder).filter((name) => name !== "config.yml");

function read<T>(name: string): T {
  return parse(readFileSync(join(folder, name), "utf8"));
}

const fieldNamed = (form: IssueForm, id: string): FormField | undefined => form.body.find((each) => each.id === id);

describe("The issue forms", () => {
  it("exist", () => assert.deepEqual(names, ["node-api.yml", "problem.yml", "question.yml"]));

  for (const name of names) {
    const form: IssueForm = read(name);

    it(`are accepted by GitHub: ${name}`, () => assert.deepEqual(formProblems(form), []));

    it(`begin with the warning to leave out secrets: ${name}`, () => {
      const [first] = form.body;
      assert.equal(first?.type, "markdown");
      const [warning = ""] = /\*\*Never paste[^*]*\*\*/.exec(first.attributes.value ?? "") ?? [];
      for (const secret of ["token", "password", "JWT", "invitation code", ".har"]) {
        assert.ok(warning.includes(secret), secret);
      }
    });

    it(`name pages that exist: ${name}`, () => {
      const pages = [...readFileSync(join(folder, name), "utf8").matchAll(/`((?:docs\/|\w+\/)?[\w-]+\.md)`/g)];
      const text = pages.map(([, page = ""]) => `[page](${page})`).join("\n");
      assert.deepEqual(brokenLinks(root, { path: name, text }), []);
    });
  }

  it("offer the tasks of this extension", () => {
    const field = fieldNamed(read("problem.yml"), "task");
    const tasks = readTasks(root).map(({ manifest }) => yamlName(manifest));
    assert.deepEqual(field?.attributes.options, [...tasks.sort(), "none of them"]);
  });

  it("send vulnerabilities to the page about security at the documentation's address", () => {
    const config: { contact_links: { url: string }[] } = read("config.yml");
    assert.deepEqual(configProblems(config), []);
    const { homepage }: { homepage: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const [link = "", ...others] = config.contact_links.map(({ url }) => url);
    assert.deepEqual(others, []);
    assert.ok(link.startsWith(homepage), link);
    assert.deepEqual(brokenLinks(root, { path: "config.yml", text: `[page](${link.slice(homepage.length)})\n` }), []);
  });
});

describe("The check of issue forms", () => {
  const input = { type: "input", id: "a", attributes: { label: "A" } };
  const form = { name: "Sample", description: "A sample", body: [input] };

  it("accepts a form", () => assert.deepEqual(formProblems(form), []));

  const wrong: readonly [what: string, form: object][] = [
    ["without a description", { ...form, description: undefined }],
    ["with an unknown member", { ...form, about: "x" }],
    ["of explanations only", { ...form, body: [{ type: "markdown", attributes: { value: "x" } }] }],
    ["with an unknown type of field", { ...form, body: [{ ...input, type: "text" }] }],
    ["with a field without a label", { ...form, body: [{ ...input, attributes: {} }] }],
    ["with an id in a wrong form", { ...form, body: [{ ...input, id: "a b" }] }],
    ["with an id twice", { ...form, body: [input, { ...input, attributes: { label: "B" } }] }],
    ["with a label twice", { ...form, body: [input, { ...input, id: "b" }] }],
    ["with a choice twice", { ...form, body: [{ type: "dropdown", attributes: { label: "A", options: ["x", "x"] } }] }],
  ];
  for (const [what, each] of wrong) {
    it(`refuses one ${what}`, () => assert.notDeepEqual(formProblems(each as IssueForm), []));
  }

  it("refuses a contact link that is no address", () => {
    const link = { name: "A", about: "B", url: "SECURITY.md" };
    assert.notDeepEqual(configProblems({ contact_links: [link] }), []);
  });
});
