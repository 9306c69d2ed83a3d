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
import { RefusedAnswer, UnansweredRequest } from "./refused-answer.ts";

/** Much larger than any release. A larger answer does not come from Azure DevOps. */
const largestBodyBytes = 32 * 1024 * 1024;

const defaultMilliseconds = 30_000;

/** The library's options: no redirects, because it would send the body along, and no proxy from the environment. */
export function requestOptions({ requestMilliseconds = defaultMilliseconds }: HandOverAccess): IRequestOptions {
  return {
    proxy: { proxyUrl: "" },
    allowRedirects: false,
    allowRetries: false,
    keepAlive: true,
    socketTimeout: requestMilliseconds,
  };
}

/**
 * The library's HTTP client, but it accepts only JSON with a success status. The library itself treats 404 and the
 * sign-in page (203) as an empty result, and puts a whole body into an error's message. Raises `RefusedAnswer` and
 * `UnansweredRequest`.
 */
export class GuardedClient extends AdoHttpClient {
  readonly #access: HandOverAccess;
  readonly #connections: Connections | undefined;

  /** A client that signs in only at the host of `url`. */
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
    // The library copies rate limit headers into the object that is later sent back.
    message.headers = {};
    return { message, readBody: () => Promise.resolve(body) };
  }

  async #answered(host: string, send: () => Promise<IHttpClientResponse>): Promise<Answered> {
    const { requestMilliseconds = defaultMilliseconds } = this.#access;
    const limit = new TimeLimit(requestMilliseconds);
    try {
      return await limit.bound(wholeAnswer(send));
    } catch (error) {
      throw new UnansweredRequest(host, codeOf(error));
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

/** The error's code; `TIMEOUT` for a timeout. The library's own timeout error has no code. */
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
