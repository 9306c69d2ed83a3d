import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a registry answers to `npm audit`: advisories by package, a status without any, or nothing. */
export type AuditAnswer = Readonly<Record<string, readonly Advisory[]>> | number | "no answer";

/** A known vulnerability, in the form of npm's registry. */
export interface Advisory {
  readonly severity: "low" | "moderate" | "high" | "critical";
  readonly title: string;
}

/** npm's registry on this machine, of which only what `npm audit` asks for works. */
export class Registry {
  readonly #server: Server;
  answer: AuditAnswer = {};

  /** A cache of its own: npm keeps what a registry said of a vulnerability. */
  readonly #cache = mkdtempSync(join(tmpdir(), "registry-cache-"));

  private constructor() {
    this.#server = createServer(({ method, url = "" }, response) => {
      const { answer } = this;
      if (method !== "POST") return void response.end(JSON.stringify(packument(decodeURIComponent(url.slice(1)))));
      if (answer === "no answer") return;
      if (typeof answer === "number") return void response.writeHead(answer).end("{}");
      response.end(JSON.stringify(bulkAnswer(answer)));
    });
  }

  static async start(): Promise<Registry> {
    const registry = new Registry();
    registry.#server.listen(0, "127.0.0.1");
    await once(registry.#server, "listening");
    return registry;
  }

  /** The environment of an npm that uses this registry, whatever another one says. */
  get environment(): NodeJS.ProcessEnv {
    const { port } = this.#server.address() as AddressInfo;
    const others = Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name));
    return {
      ...Object.fromEntries(others),
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_fetch_retries: "0",
      npm_config_cache: this.#cache,
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
    rmSync(this.#cache, { recursive: true, force: true });
  }
}

/** npm keeps what it knows of an advisory by its number. */
let advisoriesGiven = 0;

function bulkAnswer(advisories: Readonly<Record<string, readonly Advisory[]>>): object {
  const withIds = (all: readonly Advisory[]) =>
    all.map((each) => ({
      ...each,
      id: ++advisoriesGiven,
      url: `https://github.com/advisories/${each.title}`,
      vulnerable_versions: "*",
    }));
  return Object.fromEntries(Object.entries(advisories).map(([name, all]) => [name, withIds(all)]));
}

/** All that npm needs to know of a vulnerable package: that it has no other version. */
function packument(name: string): object {
  return { name, "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": { name, version: "1.0.0" } } };
}
