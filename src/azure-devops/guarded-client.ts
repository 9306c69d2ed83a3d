import { AdoHttpClient } from "azure-devops-node-api/AdoHttpClientBases.js";
import type {
  IHeaders,
  IHttpClientResponse,
  IRequestOptions,
} from "azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js";
import { jsonOrUndefined, objectOf } from "../core/json.ts";
import { TimeLimit } from "../core/time-limit.ts";
import { readBody, userAgent } from "../http/body.ts";
import type { Connections } from "../http/connections.ts";
import type { HandOverAccess } from "./access.ts";
import { jobCredentials } from "./job-credentials.ts";
import { LostRequest, RefusedAnswer } from "./refused-answer.ts";

/** Far beyond any release; what is larger is no answer of Azure DevOps. */
const largestBodyBytes = 32 * 1024 * 1024;

const usualMilliseconds = 30_000;

/** What the library is told: no redirects, since it would send the request's body along, and no proxy of its own finding. */
export function requestOptions({ requestMilliseconds = usualMilliseconds }: HandOverAccess): IRequestOptions {
  return {
    proxy: { proxyUrl: "" },
    allowRedirects: false,
    allowRetries: false,
    keepAlive: true,
    socketTimeout: requestMilliseconds,
  };
}

/**
 * The library's HTTP client, which lets nothing but JSON with a status of success through: the library itself takes
 * 404 and the sign-in page (203) for an empty result, and puts a whole body into an error's message.
 * Raises `RefusedAnswer` and `LostRequest`.
 */
export class GuardedClient extends AdoHttpClient {
  readonly #access: HandOverAccess;
  readonly #connections: Connections | undefined;

  /** A client that signs in at the host of `url` alone. */
  constructor(url: string, access: HandOverAccess) {
    const connections = access.connectionsTo?.(new URL(url));
    const handlers = [jobCredentials(access.token, url), ...(connections ? [connections] : [])];
    super(userAgent, handlers, requestOptions(access));
    this.#access = access;
    this.#connections = connections;
  }

  override dispose(): void {
    this.#connections?.close();
    super.dispose();
  }

  override async request(
    verb: string,
    url: string,
    data: string | NodeJS.ReadableStream,
    headers: IHeaders,
  ): Promise<IHttpClientResponse> {
    const { host, pathname } = new URL(url);
    const { message, body } = await this.#answered(host, async () => {
      await this.#connections?.ready(new URL(url));
      return super.request(verb, url, data, headers);
    });
    const status = message.statusCode ?? 0;
    this.#access.log.debug(`Azure DevOps: ${verb} ${pathname} answered HTTP ${status}.`);
    refuseUnlessJson(host, message, body);
    // The library copies headers about rate limits into the very object that is sent back.
    message.headers = {};
    return { message, readBody: () => Promise.resolve(body) };
  }

  async #answered(host: string, send: () => Promise<IHttpClientResponse>): Promise<Answered> {
    const { requestMilliseconds = usualMilliseconds } = this.#access;
    const limit = new TimeLimit(requestMilliseconds);
    try {
      return await limit.bound(wholeAnswer(send));
    } catch (error) {
      throw new LostRequest(host, codeOf(error));
    } finally {
      limit.clear();
    }
  }
}

type IncomingMessage = IHttpClientResponse["message"];

interface Answered {
  readonly message: IncomingMessage;
  readonly body: string;
}

function tooLarge(): Error {
  return Object.assign(new Error("too large"), { code: "TOO_LARGE" });
}

async function wholeAnswer(send: () => Promise<IHttpClientResponse>): Promise<Answered> {
  const { message } = await send();
  return { message, body: await readBody(message, largestBodyBytes, tooLarge) };
}

/** The library raises its own time-out without a code. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "no code";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "ETIMEDOUT" || error.message.startsWith("Request timeout")) return "TIMEOUT";
  return /^[A-Z0-9_]+$/.test(code) ? code : "no code";
}

function refuseUnlessJson(host: string, message: IncomingMessage, body: string): void {
  const status = message.statusCode ?? 0;
  const value = jsonOrUndefined(body);
  const isGood = status >= 200 && status < 300 && status !== 203 && value !== undefined;
  if (isGood) return;
  const { location } = message.headers;
  throw new RefusedAnswer(status, host, status >= 300 && status < 400 ? (location ?? "") : wordsOf(value));
}

function wordsOf(value: unknown): string {
  const { message } = objectOf(value);
  return typeof message === "string" ? message : "";
}
