import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { closestNames } from "../../../src/exalate/closest-names.ts";
import { matchProject, unknownProject } from "../../../src/exalate/projects.ts";

const projects = ["Fabrikam", "Fabrikam Service Desk", "Contoso Support"].map((name, index) => ({
  key: `P${index}`,
  name,
}));

describe("A project", () => {
  it("is matched by its name or key, or by its name in another case", () => {
    assert.equal(matchProject(projects, "Fabrikam")?.key, "P0");
    assert.equal(matchProject(projects, "P2")?.name, "Contoso Support");
    assert.equal(matchProject(projects, "contoso support")?.key, "P2");
    assert.equal(matchProject(projects, "Fabri"), undefined);
    assert.equal(matchProject([], "Fabrikam"), undefined);
  });

  it("is not guessed when two names differ only in case", () => {
    const withDuplicate = [...projects, { key: "P9", name: "FABRIKAM" }];
    assert.equal(matchProject(withDuplicate, "fabrikam"), undefined);
    assert.equal(matchProject(withDuplicate, "FABRIKAM")?.key, "P9");
  });

  it("that is unknown leads to a message with the closest names", async () => {
    const names = projects.map(({ name }) => name);
    assert.deepEqual(closestNames(names, "contoso suport")[0], "Contoso Support");
    assert.equal(
      (await unknownProject("azurenode-1.exalate.cloud", "Fabrikm", ["Fabrikam"])).message,
      'EXA204: The node at azurenode-1.exalate.cloud knows no project "Fabrikm". Closest: "Fabrikam". Check the input "project".',
    );
    assert.ok(!(await unknownProject("x", "y", [])).message.includes("Closest"));
  });
});
