import type { ClientApiBase } from "azure-devops-node-api/ClientApiBases.js";
import type { IRequestHandler, IRequestOptions } from "azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js";
import { Failure } from "../core/failure.ts";
import { objectOf } from "../core/json.ts";
import { userAgent } from "../http/body.ts";
import type { HandOverAccess } from "./access.ts";
import { unusableAnswer } from "./failures.ts";
import { GuardedClient, requestOptions } from "./guarded-client.ts";
import { OverwrittenError, RefusedAnswer, UnansweredRequest } from "./refused-answer.ts";

/** One of the library's API classes. */
type ApiClass<T extends ClientApiBase> = new (
  url: string,
  handlers: IRequestHandler[],
  options?: IRequestOptions,
  userAgent?: string,
) => T;

/**
 * Calls `use` with one of the library's API classes over the guarded client, then closes its connections. Answers are
 * not converted: the library would turn times into dates and drop enum values that it does not know, and a later write
 * would send these changes back.
 */
export async function withApi<T extends ClientApiBase, R>(
  Api: ApiClass<T>,
  url: string,
  access: HandOverAccess,
  use: (api: T) => Promise<R>,
): Promise<R> {
  const client = new GuardedClient(url, access);
  return withoutDeprecations(async () => {
    const api = new Api(url, [], requestOptions(access), userAgent);
    api.rest.client = client;
    api.formatResponse = (data: unknown, _type: unknown, isCollection: boolean) =>
      isCollection ? objectOf(data).value : data;
    return await use(api);
  })
    .catch((error: unknown) => {
      throw isKnown(error) ? error : unknownApi(error, url, access);
    })
    .finally(() => client.dispose());
}

function isKnown(error: unknown): boolean {
  return (
    error instanceof Failure ||
    error instanceof RefusedAnswer ||
    error instanceof UnansweredRequest ||
    error instanceof OverwrittenError
  );
}

/** EXA613 for the library's own errors: it fails when a server's API description is missing or lacks a resource. */
function unknownApi(error: unknown, url: string, { log }: HandOverAccess): Failure {
  log.debug(`The Azure DevOps library raised ${error instanceof Error ? error.name : typeof error}.`);
  return unusableAnswer(new URL(url).host, "an incomplete API description");
}

/** Runs work without Node's deprecation warnings: the library's URL parsing would print DEP0169 to the step's log. */
async function withoutDeprecations<R>(work: () => Promise<R>): Promise<R> {
  const before = process.noDeprecation ?? false;
  process.noDeprecation = true;
  try {
    return await work();
  } finally {
    process.noDeprecation = before;
  }
}
