import type { Browser } from "playwright-core";
import { type ConsolePerson, openConsole } from "../../tests/support/console-person.ts";
import { type ExalateNode, fakeToken } from "../exalate-node/node.ts";
import { type Screenshot, takePicture } from "./browser-pictures.ts";
import { type EmbeddedNodes, projects } from "./embedded-nodes.ts";
import { initiatingStep } from "./example.ts";
import { type ExampleRun, runExample } from "./example-run.ts";
import { type ShownAddress, showAddresses } from "./shown-addresses.ts";

const size = { width: 800, height: 400 };

/** A run of the example, and the pictures of both nodes' consoles before, during and after it. */
export interface RunWithConsoles {
  readonly run: ExampleRun;
  readonly screenshots: readonly Screenshot[];
}

/**
 * Runs the example on two nodes without connections, and looks at their consoles meanwhile.
 * @param options.workFolder where the jobs keep their files
 */
export async function runWithConsoles(
  browser: Browser,
  nodes: EmbeddedNodes,
  { workFolder }: { readonly workFolder: string },
): Promise<RunWithConsoles> {
  const consoles = new Consoles(browser, nodes);
  const before = [await consoles.connections("console-before"), await consoles.initiating("console-initiate")];
  const during: Screenshot[] = [];
  const atApproval = async () => void during.push(await consoles.accepting("console-accept"));
  const run = await runExample(nodes, { workFolder, atApproval });
  return { run, screenshots: [...before, ...during, await consoles.connections("console-active")] };
}

class Consoles {
  readonly #browser: Browser;
  readonly #nodes: EmbeddedNodes;
  readonly #addresses: readonly ShownAddress[];

  constructor(browser: Browser, nodes: EmbeddedNodes) {
    this.#browser = browser;
    this.#nodes = nodes;
    this.#addresses = [
      { real: nodes.contoso.url, shown: "http://127.0.0.1:4301" },
      { real: nodes.fabrikam.url, shown: "http://127.0.0.1:4302" },
    ];
  }

  /** Contoso's list of connections. */
  connections(name: string): Promise<Screenshot> {
    return this.#look(name, this.#nodes.contoso, async () => {});
  }

  /** The last step of the wizard that the task replaces, with the values of the example. */
  async initiating(name: string): Promise<Screenshot> {
    const {
      localShortName = "",
      destinationShortName = "",
      description = "",
      project = "",
    } = (await initiatingStep()).inputs;
    const destinationUrl = this.#nodes.fabrikam.url;
    return this.#look(name, this.#nodes.contoso, (person) =>
      person.enterConnection({ destinationUrl, localShortName, destinationShortName, description, project }),
    );
  }

  /** The step after the one that shows the invitation code. */
  accepting(name: string): Promise<Screenshot> {
    return this.#look(name, this.#nodes.fabrikam, async (person) => {
      const [connection] = this.#nodes.contoso.connections();
      await person.enterInvitation(connection?.invitationCode ?? "", projects.fabrikam);
    });
  }

  async #look(name: string, node: ExalateNode, use: (person: ConsolePerson) => Promise<void>): Promise<Screenshot> {
    const person = await openConsole(this.#browser, node.url);
    try {
      await person.page.setViewportSize(size);
      await person.signIn(fakeToken);
      await use(person);
      await showAddresses(person.page, this.#addresses);
      return await takePicture(name, person.page);
    } finally {
      await person.close();
    }
  }
}
