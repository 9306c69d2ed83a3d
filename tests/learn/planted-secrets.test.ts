import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, it } from "mocha";
import { learnApi } from "../../src/learn/learn-api.ts";
import { learnFrom } from "../../tools/learn/learn.ts";
import { readOptions } from "../../tools/learn/options.ts";
import { connectionName, destinationUrlOf, entered, keptRecordings } from "../recordings/recording-files.ts";
import { TestFolder } from "./command.ts";

interface HarRequest {
  readonly method: string;
  url: string;
  readonly headers: { name: string; value: string }[];
  readonly postData?: { text: string };
}

type Plant = (request: HarRequest, secret: string) => void;

const recordings = keptRecordings("embedded");
const folder = new TestFolder();

const mixed = ["Zqx3WdnBjXCi_GGf", "ZqkQw2Lp", "Zq7Tn4VkWm2Xp9Rt5Ls8"];
const words = "correct-horse-battery-staple";

const inHeader =
  (name: string): Plant =>
  ({ headers }, secret) =>
    headers.push({ name, value: secret });

const inQuery =
  (name: string): Plant =>
  (request, secret) => {
    const url = new URL(request.url);
    url.searchParams.set(name, secret);
    request.url = url.href;
  };

const inBody =
  (name: string): Plant =>
  ({ postData }, secret) => {
    if (postData?.text.includes(connectionName) !== true) return;
    postData.text = JSON.stringify({ ...JSON.parse(postData.text), [name]: secret });
  };

const inPath: Plant = (request, secret) => {
  request.url = request.url.replace("/rest/", `/t/${secret}/rest/`);
};

const places: readonly [place: string, plant: Plant, secrets: readonly string[]][] = [
  ...["X-Access", "X-Auth", "X-Api-Key", "X-XSRF-TOKEN", "X-Nonce"].map(
    (name) => [`the header ${name}`, inHeader(name), [...mixed, words]] as [string, Plant, string[]],
  ),
  ["a header that nothing calls secret", inHeader("X-Contoso"), mixed],
  ...["sig", "sid", "key", "apikey", "access_token", "csrfToken"].map(
    (name) => [`the parameter ${name}`, inQuery(name), [...mixed, words]] as [string, Plant, string[]],
  ),
  ...["key", "pin", "auth", "sid", "nonce", "state", "apiToken", "password", "clientSecret"].map(
    (name) => [`the member ${name}`, inBody(name), [...mixed, words]] as [string, Plant, string[]],
  ),
  ["the path", inPath, mixed],
];

function planted(plant: Plant, secret: string): string {
  const har = JSON.parse(readFileSync(recordings.initiating, "utf8"));
  for (const { request } of har.log.entries) if (request.url.includes("/rest/")) plant(request, secret);
  return folder.write("planted.har", JSON.stringify(har));
}

async function learned(file: string, ...others: string[]) {
  const options = readOptions([
    ...["--initiating", file, "--accepting", recordings.accepting, "--destination-url", destinationUrlOf(recordings)],
    ...["--local-short-name", entered.localShortName, "--destination-short-name", entered.destinationShortName],
    ...["--description", entered.description, "--project", entered.project],
    ...["--accepting-project", entered.acceptingProject, ...others],
  ]);
  assert.ok(options);
  return learnFrom(options, learnApi, 10_000);
}

describe("A secret in a recording that no answer gave", () => {
  after(() => folder.remove());

  for (const [place, plant, secrets] of places)
    it(`is left to edit and not shown: ${place}`, async () => {
      for (const secret of secrets) {
        const file = planted(plant, secret);
        const saved = folder.path("overrides.json");
        const text = await learned(file, "--save", saved);
        const json = await learned(file, "--json");
        for (const shown of [text.output, json.output, readFileSync(saved, "utf8")])
          assert.equal(shown.includes(secret), false, shown);
        assert.equal(text.isLeftToEdit, true, text.output);
        assert.match(readFileSync(saved, "utf8"), /\{EDIT\}/);
        assert.match(text.output, /^initiateConnection /m);
      }
    });

  for (const [place, plant] of places)
    it(`is left to edit when a person replaced it by {EDIT}: ${place}`, async () => {
      const { output, isLeftToEdit } = await learned(planted(plant, "{EDIT}"));
      assert.equal(isLeftToEdit, true, output);
    });
});
