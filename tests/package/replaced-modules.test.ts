import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateHybridIdentity } from "age-encryption";
import { after, describe, it } from "mocha";
import { parse } from "yaml";
import { decryptFile, makeKeyPair, recipientOf } from "../../src/delivery/encryption.ts";
import { bundle } from "../../tools/build/bundle.ts";
import { replaceModulesPlugin } from "../../tools/build/replace-modules-plugin.ts";
import type { ReplacedModule } from "../../tools/build/replaced-modules.ts";
import { leftOut } from "../../tools/build/replacements/left-out.ts";
import { loadedWhenUsed } from "../../tools/build/replacements/loaded-when-used.ts";
import { Vault } from "../../tools/build/replacements/memory-vault.ts";
import { lt } from "../../tools/build/replacements/version-order.ts";
import { Checkout } from "./checkout.ts";

describe("The replaced modules", () => {
  const checkout = new Checkout();
  after(() => checkout.remove());

  const bundleEntry = (source: string, modules?: ReplacedModule[]) => {
    const entry = checkout.write("index.ts", source);
    const plugins = [replaceModulesPlugin(modules)];
    return bundle({ root: checkout.root, entry, outfile: checkout.path("index.js") }, plugins);
  };
  const run = () =>
    execFileSync(process.execPath, [checkout.path("index.js")], {
      cwd: checkout.root,
      encoding: "utf8",
      timeout: 10_000,
      env: { SYSTEM_CULTURE: "de-DE", AGENT_VERSION: "3.232.0", AGENT_TEMPDIRECTORY: checkout.root },
    })
      .split(/\r?\n/)
      .filter((line) => !line.startsWith("##vso[task.debug]"));

  it("let the libraries load and work for the tasks", async () => {
    await bundleEntry(`
      import * as library from "azure-pipelines-task-lib/task";
      import { HttpClient } from "typed-rest-client/HttpClient";
      library.assertAgent("3.232.0");
      try { library.assertAgent("3.232.1"); } catch (error) { console.log(String(error)); }
      console.log(library.loc("LIB_ParameterIsRequired", "name"), typeof new HttpClient("agent").get);
    `);
    assert.deepEqual(run(), [
      "Error: Agent version 3.232.1 or higher is required. Detected Agent version: 3.232.0",
      "name not supplied function",
      "",
    ]);
  });

  it("are refused by name when a task uses them", async () => {
    await bundleEntry(`
      import * as library from "azure-pipelines-task-lib/task";
      import "typed-rest-client/HttpClient";
      import { getUrl } from "typed-rest-client/Util";
      const uses = [
        () => library.tool("git"),
        () => library.match(["a"], "*"),
        () => library.writeExternalOutput("a"),
        () => getUrl("a", "https://node.example/", { params: { a: "b" } }),
      ];
      for (const use of uses) try { use(); } catch (error) { console.log(String(error).split(":")[1]); }
    `);
    assert.deepEqual(run(), [
      " toolrunner.ToolRunner is not part of this bundle",
      " minimatch.match is not part of this bundle",
      " externaloutput.writeExternalOutput is not part of this bundle",
      " qs.stringify is not part of this bundle",
      "",
    ]);
  });

  it("let yaml read what the whole library reads", async () => {
    const documents = [
      "openapi: 3.0.1\npaths:\n  /connections/{id}: &path\n    get: { tags: [a, 'b'] }\n    summary: >-\n      two\n      lines\n  /same: *path\n",
      "%YAML 1.1\n---\nyes: 0o17\nday: 2026-01-02\nset: !!set { a, b }\n<<: { merged: 1_000 }\n",
      "- 1\n- 1.50\n- ~\n- true\n- |\n  text\n",
      "a: [unclosed",
    ];
    await bundleEntry(`
      import { parse } from "yaml";
      const read = (text) => { try { return parse(text, { logLevel: "silent" }); } catch (error) { return error.name; } };
      for (const text of ${JSON.stringify(documents)}) console.log(JSON.stringify(read(text)));
    `);
    const read = (text: string) => {
      try {
        return parse(text, { logLevel: "silent" });
      } catch (error) {
        return error instanceof Error ? error.name : error;
      }
    };
    assert.deepEqual(run(), [...documents.map((text) => JSON.stringify(read(text))), ""]);
  });

  it("name a member after a key that is a list or a map", async () => {
    await bundleEntry(`
      import { parse } from "yaml";
      console.log(JSON.stringify(parse("{id}: 1\\n[a, {b: c}]: 2\\nx: &x { y: z }\\n*x : 3", { logLevel: "silent" })));
    `);
    assert.deepEqual(run(), ['{"{\\"id\\":null}":1,"[\\"a\\",{\\"b\\":\\"c\\"}]":2,"x":{"y":"z"},"*x":3}', ""]);
  });

  it("let age encrypt for both kinds of keys, also where the platform lacks X25519", async () => {
    const delivery = fileURLToPath(new URL("../../src/delivery/encryption.ts", import.meta.url));
    const { identity, recipient } = await makeKeyPair();
    const hybrid = await generateHybridIdentity();
    const recipients = [recipient, await recipientOf(hybrid)];
    await bundleEntry(`
      import { decryptFile, encryptText, isRecipient, recipientOf } from ${JSON.stringify(delivery)};
      crypto.subtle.importKey = () => Promise.reject(new DOMException("not here", "NotSupportedError"));
      const [identity, hybrid, recipients] = ${JSON.stringify([identity, hybrid, recipients])};
      const lines = async () => {
        console.log(recipients.map(isRecipient).join(), await recipientOf(identity));
        const file = await encryptText("a code", { kind: "recipients", recipients });
        for (const key of [identity, hybrid]) {
          const opened = await decryptFile(Buffer.from(file), { kind: "identities", identities: [key] });
          console.log(Buffer.from(opened).toString());
        }
        console.log(Buffer.from(file).toString("base64"));
      };
      lines();
    `);
    const [known, first, second, file = ""] = run();
    assert.deepEqual([known, first, second], [`true,true ${recipient}`, "a code", "a code"]);
    for (const key of [identity, hybrid]) {
      const opened = await decryptFile(Buffer.from(file, "base64"), { kind: "identities", identities: [key] });
      assert.equal(Buffer.from(opened).toString(), "a code");
    }
  });

  it("leave out the check of a keyword that the profile's schema does not use", () => {
    const schema = readFileSync(new URL("../../src/exalate/profile/node-api.schema.json", import.meta.url), "utf8");
    assert.doesNotMatch(schema, /"format"\s*:/);
  });

  it("stop the build when a library no longer imports one", async () => {
    const modules = [{ importer: "tunnel", specifier: "semver", source: () => "" }];
    await assert.rejects(bundleEntry('import "tunnel";', modules), /tunnel no longer imports "semver"/);
  });

  it("stop the build when one can no longer be found", async () => {
    checkout.write("own/node_modules/sample/index.js", 'require("vanished");');
    const modules = [{ importer: "sample", specifier: "vanished", source: () => "" }];
    await assert.rejects(
      bundleEntry('import "./own/node_modules/sample/index.js";', modules),
      /Could not resolve "vanished"/,
    );
  });

  it("are not replaced for other importers", async () => {
    checkout.write("own/node_modules/other/index.js", 'require("./lib-resource");');
    checkout.write("own/node_modules/other/lib-resource.js", 'console.log("the original");');
    await bundleEntry('import "./own/node_modules/other/index.js";');
    assert.deepEqual(run(), ["the original", ""]);
  });
});

describe("Bundling", () => {
  const checkout = new Checkout();
  after(() => checkout.remove());

  it("fails on a warning", async () => {
    const entry = checkout.write("index.ts", "console.log(import.meta.url);");
    const request = { root: checkout.root, entry, outfile: checkout.path("index.js") };
    await assert.rejects(bundle(request), /"import\.meta" is not available with the "cjs" output format/);
  });
});

describe("The replacement for a module loaded when used", () => {
  it("loads the module when a member is read", () => {
    let loads = 0;
    const module = loadedWhenUsed(() => {
      loads += 1;
      return { member: 7 };
    });
    assert.equal(loads, 0);
    assert.equal(Reflect.get(module, "member"), 7);
    assert.equal(loads, 1);
  });
});

describe("The vault in memory", () => {
  it("stores values by name in any case, and removes them", () => {
    const vault = new Vault();
    assert.equal(vault.storeSecret("INPUT_Code", "value"), true);
    assert.equal(vault.retrieveSecret("input_CODE"), "value");
    assert.equal(vault.storeSecret("input_code", ""), false);
    assert.equal(vault.retrieveSecret("INPUT_CODE"), undefined);
    assert.equal(vault.storeSecret("", "value"), false);
  });
});

describe("The replacement for a module left out", () => {
  it("allows reading its members and refuses their use", () => {
    const { member } = leftOut("sample") as { member: (() => void) & { part: unknown } };
    assert.throws(() => member(), /sample\.member is not part of this bundle/);
    assert.throws(() => Reflect.construct(member, []), /sample\.member is not part of this bundle/);
    assert.throws(() => member.part, /sample\.member is not part of this bundle/);
  });

  it("does not look like a promise or an ES module", () => {
    const module = leftOut("sample");
    const members = ["then", "__esModule", Symbol.toStringTag].map((name) => Reflect.get(module, name));
    assert.deepEqual(members, [undefined, undefined, undefined]);
  });
});

describe("The order of versions", () => {
  const cases: [string, string, boolean][] = [
    ["4.1.9", "4.2.0", true],
    ["4.2.0", "4.2.0", false],
    ["4.10.0", "4.9.0", false],
    ["20.20.2", "4.2.0", false],
    ["v3.232.0", "3.232.1", true],
    ["25.0.0-nightly20260101", "24.18.1", false],
  ];
  for (const [version, other, expected] of cases) {
    it(`returns ${expected} for ${version} < ${other}`, () => assert.equal(lt(version, other), expected));
  }

  it("refuses text that is not a version", () => {
    assert.throws(() => lt("latest", "4.2.0"), new TypeError("Invalid version: latest"));
  });
});
