import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "mocha";
import { awaitTask } from "../../tools/release/installed-task.ts";

const id = "3c0b0d4c-0000-5000-8000-000000000001";
const task = { id, name: "ExalateInitiatePreview", version: { Major: 1, Minor: 0, Patch: 57 } };
const older = { id, version: { major: 1, minor: 0, patch: 56, isTest: false } };
const newer = { id, version: { major: 1, minor: 0, patch: 57, isTest: false } };

/** The location of an operation, as an organization describes it. */
function location(locationId: string, area: string, resourceName: string, routeTemplate: string) {
  const versions = { resourceVersion: 1, minVersion: "1.0", maxVersion: "7.2", releasedVersion: "7.1" };
  return { id: locationId, area, resourceName, routeTemplate, ...versions };
}

const locations = [
  location("e81700f7-3be2-46de-8624-2eb35882fcaa", "Location", "ResourceAreas", "_apis/{resource}/{areaId}"),
  location("60aac929-f0cd-4bc8-9ce4-6b30e8f1b1bd", "distributedtask", "tasks", "_apis/{area}/{resource}/{taskId}"),
];

describe("Waiting until an organization has a version of a task", () => {
  /** What the organization has at each look; undefined means that it refuses. */
  let looks: (object[] | undefined)[] = [];
  const requests: string[] = [];
  const server = createServer(({ method, url = "", headers }, response) => {
    const answer = (status: number, value: object) =>
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    if (method === "OPTIONS") return answer(200, { count: locations.length, value: locations });
    if (url.toLowerCase().includes("resourceareas")) return answer(200, { count: 0, value: [] });
    requests.push(`${url.replace(/.*\/_apis/, "")} ${headers.authorization}`);
    const found = looks.shift();
    return found === undefined ? answer(401, { message: "no" }) : answer(200, { count: found.length, value: found });
  });
  before(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function wait(longest: number): Promise<{ found: boolean; pauses: number }> {
    const { port } = server.address() as AddressInfo;
    const organization = { address: `http://127.0.0.1:${port}/contoso/`, token: "job-token" };
    let pauses = 0;
    const found = await awaitTask(organization, task, longest, async () => {
      pauses += 1;
    });
    return { found, pauses };
  }

  it("ends as soon as it has it", async () => {
    looks = [[], [older], [newer]];
    assert.deepEqual(await wait(10), { found: true, pauses: 2 });
    assert.deepEqual(new Set(requests), new Set([`/distributedtask/tasks/${id} Bearer job-token`]));
  });

  it("ends after so many looks", async () => {
    looks = [[older], [older], [newer]];
    assert.deepEqual(await wait(2), { found: false, pauses: 1 });
  });

  it("fails when the organization refuses to answer", async () => {
    looks = [undefined];
    await assert.rejects(wait(2), /401|no/);
  });
});
