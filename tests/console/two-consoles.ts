import type { Browser } from "playwright-core";
import {
  type ExalateNode,
  type ExalateNodeOptions,
  fakeToken,
  startExalateNode,
} from "../../tools/exalate-node/node.ts";
import { type ConsolePerson, type EnteredConnection, openConsole } from "../support/console-person.ts";

/** A node, and a person who uses its console. */
export interface Side {
  readonly node: ExalateNode;
  readonly person: ConsolePerson;
}

/** Two nodes whose consoles are open. */
export interface TwoConsoles {
  readonly contoso: Side;
  readonly fabrikam: Side;
  /** What Contoso's admin enters to connect with Fabrikam. */
  readonly entered: EnteredConnection;
  close(): Promise<void>;
}

/** Starts two nodes and signs in to the consoles of both. */
export async function openTwoConsoles(browser: Browser, options: ExalateNodeOptions = {}): Promise<TwoConsoles> {
  const [contoso, fabrikam] = await Promise.all([
    signedIn(browser, { ...options, projects: ["Contoso R&D", "Contoso Support"] }),
    signedIn(browser, options),
  ]);
  const entered = {
    destinationUrl: fabrikam.node.url,
    localShortName: "Contoso",
    destinationShortName: "Fabrikam",
    description: "Escalated bugs",
    project: "Contoso R&D",
  };
  return { contoso, fabrikam, entered, close: () => closeAll([contoso, fabrikam]) };
}

async function signedIn(browser: Browser, options: ExalateNodeOptions): Promise<Side> {
  const node = await startExalateNode(options);
  const person = await openConsole(browser, node.url);
  await person.signIn(fakeToken);
  return { node, person };
}

async function closeAll(sides: readonly Side[]): Promise<void> {
  await Promise.all(sides.map(({ person }) => person.close()));
  await Promise.all(sides.map(({ node }) => node.close()));
}
