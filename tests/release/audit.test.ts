import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { vulnerabilities } from "../../tools/release/audit.ts";
import { Checkout } from "../package/checkout.ts";
import { Registry } from "./registry.ts";

describe("The check for known vulnerabilities", () => {
  const checkout = new Checkout();
  let registry: Registry;
  before(async () => {
    registry = await Registry.start();
    const version = "1.0.0";
    const devDependencies = { bundled: version, tool: version };
    checkout.write("package.json", JSON.stringify({ name: "sample", version, devDependencies }));
    const packages = {
      "": { name: "sample", version, devDependencies },
      "node_modules/bundled": { version, dev: true },
      "node_modules/tool": { version, dev: true },
    };
    checkout.write("package-lock.json", JSON.stringify({ name: "sample", version, lockfileVersion: 3, packages }));
  });
  after(async () => {
    await registry.stop();
    checkout.remove();
  });

  const check = (timeLimitMilliseconds = 30_000, environment = registry.environment) =>
    vulnerabilities(checkout.root, new Set(["node_modules/bundled"]), environment, timeLimitMilliseconds);

  it("holds without one, and with a moderate one in a tool", async () => {
    registry.answer = {};
    const holds = { ending: "holds", found: "no known ones that matter" };
    assert.deepEqual(await check(), holds);
    registry.answer = { tool: [{ severity: "moderate", title: "Slow" }] };
    assert.deepEqual(await check(), holds);
  });

  it("fails also where npm would leave packages for the development out", async () => {
    registry.answer = { bundled: [{ severity: "critical", title: "Break" }] };
    const { ending } = await check(30_000, { ...registry.environment, NODE_ENV: "production" });
    assert.equal(ending, "does not hold");
  });

  it("fails with any in the release, and with a high one in a tool", async () => {
    registry.answer = {
      bundled: [{ severity: "low", title: "Leak" }],
      tool: [
        { severity: "moderate", title: "Slow" },
        { severity: "high", title: "Execution" },
      ],
    };
    assert.deepEqual(await check(), {
      ending: "does not hold",
      found: "2 problems",
      details: [
        "node_modules/bundled (part of the release), low: Leak, https://github.com/advisories/Leak",
        "node_modules/tool (for development), high: Execution, https://github.com/advisories/Execution",
      ],
    });
  });

  it("cannot be told when the registry does not offer it", async () => {
    registry.answer = 405;
    assert.deepEqual(await check(), {
      ending: "cannot be told",
      found: "the registry answers npm audit with status 405",
    });
  });

  it("cannot be told when the registry does not answer in time", async () => {
    registry.answer = "no answer";
    assert.deepEqual(await check(1500), {
      ending: "cannot be told",
      found: "npm audit did not end in time or could not start",
    });
  });
});
