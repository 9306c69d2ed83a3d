import type { ConsoleApi, FoundProject, ListedConnection } from "../../tools/exalate-node/console/console-api.ts";
import { fakePassword, fakeToken, fakeUser } from "../../tools/exalate-node/node.ts";
import type { DialectServer } from "./servers/shared/dialect-server.ts";

/** A request of a console, with its URL resolved. */
export interface ConsoleRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

const originalFetch = globalThis.fetch;

/** Sends a request of a console without the listener. */
export function send({ url, method, headers, body }: ConsoleRequest): Promise<Response> {
  return originalFetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
}

/**
 * Runs the console of a server in this process, as a person would use it in a browser: relative URLs lead to the server
 * that was visited last.
 */
export class ConsoleInProcess {
  readonly api: ConsoleApi;
  /** The console's requests so far. */
  readonly requests: ConsoleRequest[] = [];
  /** Called before each request is sent. */
  beforeRequest: (request: ConsoleRequest) => Promise<void> = async () => {};

  constructor(api: ConsoleApi) {
    this.api = api;
  }

  /** Opens the console of a server and signs in. */
  async visit({ url }: DialectServer): Promise<void> {
    globalThis.fetch = async (input, init = {}) => {
      // The servers in this process call each other by whole URLs.
      if (!String(input).startsWith("/")) return originalFetch(input, init);
      const { method = "GET", headers, body } = init;
      const sent = typeof body === "string" ? body : undefined;
      const request = { url: url + String(input), method, headers: new Headers(headers), body: sent };
      this.requests.push(request);
      await this.beforeRequest(request);
      return send(request);
    };
    const [user, secret] = this.api.signInWith === "token" ? ["", fakeToken] : [fakeUser, fakePassword];
    await this.api.signIn(user, secret);
  }

  /** Types a project's name letter by letter into the search box. Returns the project when it is found. */
  async chooseProject(name: string): Promise<FoundProject> {
    for (let typed = 1; typed < name.length; typed += 4) await this.api.searchProjects(name.slice(0, typed));
    const found = (await this.api.searchProjects(name)).find((project) => project.name === name);
    if (found === undefined) throw new Error(`No project ${name}`);
    return found;
  }

  /** Fills in the wizard as Contoso, in Script mode. `destinationUrl` is empty for a private destination. */
  async initiate(connectionName: string, destinationUrl: string) {
    if (destinationUrl !== "") await this.api.describeDestination(destinationUrl);
    const project = await this.chooseProject("Contoso R&D");
    const names = { localShortName: "Contoso", destinationShortName: "Fabrikam", connectionName };
    return this.api.initiate({ destinationUrl, mode: "script", ...names, description: "Escalated cases", project });
  }

  /** Accepts an invitation as Fabrikam. */
  async accept(code: string): Promise<void> {
    await this.api.checkInvitation(code);
    await this.api.accept(code, await this.chooseProject("Fabrikam R&D"));
  }

  /** Refreshes the list until it is as wanted. @throws Error when it is not within three seconds */
  async seeUntil(isWanted: (connections: readonly ListedConnection[]) => boolean): Promise<void> {
    for (let looks = 0; looks < 60; looks++) {
      if (isWanted(await this.api.listConnections())) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("The list did not become as wanted");
  }

  /** Ends the use of the console in this process. */
  leave(): void {
    globalThis.fetch = originalFetch;
  }
}
