import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";
import { describe, it } from "mocha";
import { withoutUnusedFunctions, withoutUnusedMethods } from "../../tools/build/unused-functions-plugin.ts";

const source = `"use strict";
exports.used = exports.unused = exports.alias = exports.other = void 0;
var path = require("path");
/** Mentions unused(). */
function used() {
    // Mentions lonely().
    return helper() + (0, exports.alias)("x");
}
exports.used = used;
function helper() {
    return "helped ";
}
function unused() {
    return lonely();
}
exports.unused = unused;
function lonely() {
    return "lonely";
}
exports.alias = path.basename;
exports.other = path.dirname;
var Kind;
(function (Kind) {
    Kind[Kind["One"] = 1] = "One";
})(Kind = exports.Kind || (exports.Kind = {}));
var Old = /** @class */ (function () {
    function Old() {
    }
    return Old;
}());
exports.Old = Old;
`;

function exportsOf(text: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  vm.runInNewContext(text, { exports: members, require: createRequire(import.meta.url) });
  return members;
}

describe("Leaving out unused functions", () => {
  it("keeps what is used, and what that uses", () => {
    const members = exportsOf(withoutUnusedFunctions(source, ["used"]));
    assert.deepEqual(Object.keys(members).sort(), ["alias", "used"]);
    assert.equal((members.used as () => string)(), "helped x");
  });

  it("leaves out everything else", () => {
    const text = withoutUnusedFunctions(source, ["used"]);
    for (const name of ["unused", "lonely", "other", "Kind", "Old"])
      assert.doesNotMatch(text, new RegExp(`\\b${name}\\b`));
  });

  it("leaves a module as it is when all is used", () => {
    const members = exportsOf(withoutUnusedFunctions(source, ["used", "unused", "other", "Kind", "Old"]));
    assert.deepEqual(Object.keys(members).sort(), ["Kind", "Old", "alias", "other", "unused", "used"]);
  });

  it("works for files with Windows line ends", () => {
    const text = withoutUnusedFunctions(source.replaceAll("\n", "\r\n"), ["used"]);
    assert.deepEqual(Object.keys(exportsOf(text)).sort(), ["alias", "used"]);
  });

  it("makes the task library a fraction of its size", () => {
    const file = createRequire(import.meta.url).resolve("azure-pipelines-task-lib/task.js");
    const whole = readFileSync(file, "utf8");
    const text = withoutUnusedFunctions(whole, ["setResult", "setVariable", "getVariable"]);
    assert.ok(text.length < whole.length / 5, `${text.length} of ${whole.length}`);
    assert.match(text, /^exports\.setResult = setResult;$/m);
  });
});

const api = `"use strict";
class Api {
    constructor(base) {
        this.base = base;
    }
    read(name) {
        return this.urlOf(name);
    }
    /** Calls this.remove(). */
    write(name) {
        if (!name) {
            throw new Error("no name");
        }

        return this.lock(name);
    }
    urlOf(name) {
        return this.base + name;
    }
    lock(name) {
        return name;
    }
}
exports.Api = Api;
`;

describe("Leaving out unused methods", () => {
  it("keeps what the users call, and what that calls", () => {
    const { Api } = exportsOf(withoutUnusedMethods(api, ["use(api.read)"])) as { Api: new (base: string) => object };
    assert.deepEqual(Object.getOwnPropertyNames(Api.prototype), ["constructor", "read", "urlOf"]);
    assert.equal((new Api("/") as { read(name: string): string }).read("name"), "/name");
  });

  it("leaves a module as it is when all is used", () => {
    assert.equal(withoutUnusedMethods(api, ["api.read(); super.write()"]), api);
  });

  it("works for files with Windows line ends", () => {
    const text = withoutUnusedMethods(api.replaceAll("\n", "\r\n"), ["api.read()"]);
    assert.doesNotMatch(text, /\b(write|lock)\(/);
    assert.match(text, /\burlOf\(name\) \{\r\n/);
  });

  it("makes a client of Azure DevOps a fraction of its size", () => {
    const file = createRequire(import.meta.url).resolve("azure-devops-node-api/ReleaseApi.js");
    const whole = readFileSync(file, "utf8");
    const text = withoutUnusedMethods(whole, ["api.getRelease()"]);
    assert.ok(text.length < whole.length / 4, `${text.length} of ${whole.length}`);
    assert.match(text, /^ {4}getRelease\(/m);
  });
});
