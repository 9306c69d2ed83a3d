// The calls of ExalateInitiate@1 with Node's own https alone and one keep-alive agent, which opens a connection when a call
// needs one. It checks, masks and publishes nothing. The environment says what to call; see script-environment.ts.
const { readFileSync } = require("node:fs");
const https = require("node:https");

const { NODE_API, CA_FILE, SIGN_IN, INITIATE, PROJECT, DESTINATION_URL } = process.env;
const agent = new https.Agent({ keepAlive: true, ca: readFileSync(CA_FILE) });
const list = "/connections?offset=0&limit=100";

function call(method, path, jwt, body) {
  const session = jwt === undefined ? {} : { "X-exalate-jwt": jwt };
  const content = body === undefined ? {} : { "Content-Type": "application/json" };
  return new Promise((resolve, reject) => {
    const request = https.request(`${NODE_API}${path}`, { method, agent, headers: { ...session, ...content } });
    request.on("error", reject).on("response", (response) => resolve(answerOf(response)));
    request.end(body);
  });
}

async function answerOf(response) {
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  if (response.statusCode >= 400) throw new Error(`HTTP ${response.statusCode}`);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function main() {
  const { jwt } = await call("POST", "/authenticate", undefined, SIGN_IN);
  const reads = [
    list,
    `/scopeparams/search?project=${encodeURIComponent(PROJECT)}`,
    `/destinations?url=${encodeURIComponent(DESTINATION_URL)}`,
  ];
  await Promise.all(reads.map((path) => call("GET", path, jwt)));
  const { id, invitationCode } = await call("POST", "/connections", jwt, INITIATE);
  const { results } = await call("GET", list, jwt);
  if (!results.some((each) => each.id === id)) throw new Error("The connection is not in the list");
  agent.destroy();
  process.stdout.write(`${invitationCode}\n`);
}

main();
