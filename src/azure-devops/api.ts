import type { ClientApiBase } from "azure-devops-node-api/ClientApiBases.js";
import type { IRequestHandler, IRequestOptions } from "azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js";
import { Failure } from "../core/failure.ts";
import { objectOf } from "../core/json.ts";
import { userAgent } from "../http/body.ts";
import type { HandOverAccess } from "./access.ts";
import { unusableAnswer } from "./failures.ts";
import { GuardedClient, requestOptions } from "./guarded-client.ts";
import { LostRequest, LostWrite, RefusedAnswer } from "./refused-answer.ts";

/** One of the library's API classes. */
type ApiClass<T extends ClientApiBase> = new (
  url: string,
  handlers: IRequestHandler[],
  options?: IRequestOptions,
  userAgent?: string,
) => T;

/**
 * Works with one of the library's API classes over the guarded client, and closes its connections after. Answers are
 * passed on as they came: the library would turn times into dates and drop kinds that it does not know, and both would
 * be sent back changed.
 */
export async function withApi<T extends ClientApiBase, R>(
  Api: ApiClass<T>,
  url: string,
  access: HandOverAccess,
  use: (api: T) => Promise<R>,
): Promise<R> {
  const client = new GuardedClient(url, access);
  return quietly(async () => {
    const api = new Api(url, [], requestOptions(access), userAgent);
    api.rest.client = client;
    api.formatResponse = (data: unknown, _type: unknown, isCollection: boolean) =>
      isCollection ? objectOf(data).value : data;
    return await use(api);
  })
    .catch((error: unknown) => {
      throw isTold(error) ? error : unknownApi(error, url, access);
    })
    .finally(() => client.dispose());
}

function isTold(error: unknown): boolean {
  return (
    error instanceof Failure ||
    error instanceof RefusedAnswer ||
    error instanceof LostRequest ||
    error instanceof LostWrite
  );
}

/** The library stumbles where a server's description of itself lacks a resource or is none. */
function unknownApi(error: unknown, url: string, { log }: HandOverAccess): Failure {
  log.debug(`The Azure DevOps library raised ${error instanceof Error ? error.name : typeof error}.`);
  return unusableAnswer(new URL(url).host, "a description of its API that lacks what is needed");
}

/** The library parses URLs in a way that makes Node print a deprecation (DEP0169) into the step's log. */
async function quietly<R>(work: () => Promise<R>): Promise<R> {
  const before = process.noDeprecation ?? false;
  process.noDeprecation = true;
  try {
    return await work();
  } finally {
    process.noDeprecation = before;
  }
}
