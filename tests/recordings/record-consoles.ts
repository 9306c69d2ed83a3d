import { readFileSync, writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { fakePassword, fakeToken, fakeUser } from "../../tools/exalate-node/node.ts";
import { anyServerKinds } from "../dialects/server-kinds.ts";
import type { DialectServer } from "../dialects/servers/shared/dialect-server.ts";
import { type ConsolePerson, openConsole } from "../support/console-person.ts";
import { connectionName, entered, type RecordingFiles } from "./recording-files.ts";

/**
 * Records what a browser sends while a person initiates a connection in the console of one server and accepts it in
 * the console of another, as docs/node-api.md says. Writes both recordings.
 */
export async function recordConsoles(browser: Browser, kindName: string, files: RecordingFiles): Promise<void> {
  const kind = anyServerKinds[kindName];
  if (kind === undefined) throw new Error(`There is no kind of server ${kindName}`);
  const existing = pageNames.slice(0, connectionsBefore[kindName] ?? 0);
  const servers = await Promise.all([kind.start({ side: "contoso", existing }), kind.start({ side: "fabrikam" })]);
  try {
    const [contoso, fabrikam] = await Promise.all([
      openConsole(browser, servers[0].url, { harFile: files.initiating }),
      openConsole(browser, servers[1].url, { harFile: files.accepting }),
    ]);
    await signIn(contoso, kind.signInWith);
    await signIn(fabrikam, kind.signInWith);
    await connect(contoso, fabrikam, servers[1]);
    await Promise.all([contoso.close(), fabrikam.close()]);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
  for (const file of [files.initiating, files.accepting]) leaveOutPages(file);
}

/** A cursor is only sent for a second page, which the console opens when there are more connections than on one. */
const connectionsBefore: Readonly<Record<string, number>> = { asynchronous: 21, kubernetes: 21 };

const pageNames = Array.from({ length: 21 }, (_, index) => `Contoso_pilot_${index}`);

function signIn(person: ConsolePerson, signInWith: "token" | "password"): Promise<void> {
  return signInWith === "token" ? person.signIn(fakeToken) : person.signIn(fakePassword, fakeUser);
}

async function connect(contoso: ConsolePerson, fabrikam: ConsolePerson, destination: DialectServer): Promise<void> {
  const { localShortName, destinationShortName, description, project } = entered;
  const values = { destinationUrl: destination.url, localShortName, destinationShortName, description, project };
  const code = await contoso.initiate(values);
  await contoso.showCode(connectionName);
  await contoso.initiate({ ...values, connectionName: "Throw this away", description: "Only for the recording" });
  await removeIfPossible(contoso, "Throw this away");

  await fabrikam.accept(code, entered.acceptingProject);
  await fabrikam.waitForStatus(connectionName, "Active");
  await fabrikam.refresh();
  await contoso.refresh();
  await contoso.waitForStatus(connectionName, "Active");
}

/** A node without a call that deletes refuses. The recording then does not show one. */
async function removeIfPossible(person: ConsolePerson, name: string): Promise<void> {
  try {
    await person.remove(name);
  } catch {
    await person.cancel();
  }
}

/** The page itself is large and holds nothing to learn from; what it asked the node stays as it is. */
function leaveOutPages(file: string): void {
  const har = JSON.parse(readFileSync(file, "utf8"));
  for (const { response } of har.log.entries)
    if (/^text\/html/.test(response.content.mimeType)) delete response.content.text;
  writeFileSync(file, `${JSON.stringify(har, undefined, 1)}\n`);
}
