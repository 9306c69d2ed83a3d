import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, it } from "mocha";
import { cleanTree, freeTag } from "../../tools/release/git.ts";
import { Checkout } from "../package/checkout.ts";

describe("The tag of a version", () => {
  const checkout = new Checkout();
  after(() => checkout.remove());

  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Contoso", "-c", "user.email=admin@contoso.com", ...args], {
      cwd: checkout.root,
    });
  const commit = () => git("commit", "--quiet", "--allow-empty", "--message", "state");

  before(() => {
    git("init", "--quiet");
    commit();
  });

  it("is free, on this commit, or on another one", async () => {
    assert.deepEqual(await freeTag(checkout.root, "1.0.0"), { ending: "holds", found: "v1.0.0 does not exist yet" });
    git("tag", "--annotate", "--message", "1.0.0", "v1.0.0");
    assert.deepEqual(await freeTag(checkout.root, "1.0.0"), { ending: "holds", found: "v1.0.0 is on this commit" });
    commit();
    const { ending, found } = await freeTag(checkout.root, "1.0.0");
    assert.equal(ending, "does not hold");
    assert.match(found, /^v1\.0\.0 is on another commit, [0-9a-f]{7,}$/);
    assert.equal((await freeTag(checkout.root, "1.0.1")).ending, "holds");
  });

  it("must be the one for which the release is made", async () => {
    assert.equal((await freeTag(checkout.root, "1.0.1", "v1.0.1")).ending, "holds");
    for (const pushed of ["v1.0.2", "1.0.1", "vnext"])
      assert.deepEqual(await freeTag(checkout.root, "1.0.1", pushed), {
        ending: "does not hold",
        found: `"${pushed}" is not v1.0.1, the tag of the version in package.json`,
      });
  });
});

describe("The working tree", () => {
  const checkout = new Checkout();
  after(() => checkout.remove());

  it("has a new file also for somebody whose git hides such files", async () => {
    execFileSync("git", ["init", "--quiet"], { cwd: checkout.root });
    execFileSync("git", ["config", "status.showUntrackedFiles", "no"], { cwd: checkout.root });
    checkout.write(".gitignore", "node_modules\n");
    checkout.write("notes.txt", "");
    const { ending, details } = await cleanTree(checkout.root);
    assert.deepEqual([ending, details], ["does not hold", ["?? .gitignore", "?? notes.txt"]]);
  });
});

describe("A folder outside of git", () => {
  const checkout = new Checkout();
  after(() => checkout.remove());

  it("tells neither whether files are committed nor whether the tag is free", async () => {
    for (const { ending, details } of [await cleanTree(checkout.root), await freeTag(checkout.root, "1.0.0")]) {
      assert.equal(ending, "cannot be told");
      assert.match(details?.join("\n") ?? "", /not a git repository/);
    }
  });
});
