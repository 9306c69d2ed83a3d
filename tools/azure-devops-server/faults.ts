import type { PlannedFault } from "../fault-plan.ts";
import { type Answer, Refusal, refusalAnswer, signInPage } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import type { Operation } from "./routes.ts";

/** A fault in an answer. The request has no other effect. */
export type Fault =
  /** The sign-in page, with status 203. */
  | { readonly kind: "signInPage" }
  /** 401. */
  | { readonly kind: "unauthorized" }
  /** 403, with the message for a variable group or a release. */
  | { readonly kind: "forbidden" }
  /** 404. */
  | { readonly kind: "notFound" }
  /** 409: another client has changed it. `meanwhile` makes that change. */
  | { readonly kind: "conflict"; readonly meanwhile?: () => void }
  /** 429. */
  | { readonly kind: "tooManyRequests"; readonly retryAfterSeconds: number }
  /** 500. */
  | { readonly kind: "serverError" }
  /** 302. */
  | { readonly kind: "redirect"; readonly location: string }
  /** A refusal with a message that quotes the whole request, including secrets. */
  | { readonly kind: "echo"; readonly status: number }
  /** This status and body. */
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  /** The connection is reset. */
  | { readonly kind: "reset" }
  /** The server never answers. */
  | { readonly kind: "hang" };

/** A planned fault of an operation. */
export type PlannedServerFault = PlannedFault<Operation, Fault>;

/** Answers a request with a fault. */
export function answerWithFault(exchange: Exchange, operation: Operation, fault: Fault): void {
  if (fault.kind === "hang") return;
  if (fault.kind === "reset") exchange.response.socket?.destroy();
  else exchange.send(answerOf(exchange, operation, fault));
}

type AnsweredFault = Exclude<Fault, { kind: "hang" | "reset" }>;

function answerOf(exchange: Exchange, operation: Operation, fault: AnsweredFault): Answer {
  switch (fault.kind) {
    case "signInPage":
      return signInPage;
    case "redirect":
      return { status: 302, headers: { Location: fault.location }, body: "" };
    case "answer":
      return { status: fault.status, headers: { "Content-Type": "application/json" }, body: fault.body };
    case "tooManyRequests":
      return refusalAnswer(refusalOf(exchange, operation, fault), { "Retry-After": String(fault.retryAfterSeconds) });
    default:
      if (fault.kind === "conflict") fault.meanwhile?.();
      return refusalAnswer(refusalOf(exchange, operation, fault));
  }
}

type Refused = Exclude<AnsweredFault, { kind: "signInPage" | "redirect" | "answer" }>;

function refusalOf(exchange: Exchange, operation: Operation, fault: Refused): Refusal {
  switch (fault.kind) {
    case "unauthorized":
      return new Refusal(
        401,
        "UnauthorizedRequestException",
        "TF400813: The user 'aaaa' is not authorized to access this resource.",
      );
    case "forbidden":
      return forbidden(exchange, operation);
    case "notFound":
      return new Refusal(
        404,
        "ProjectDoesNotExistWithNameException",
        "TF200016: The following project does not exist: Fabrikam.",
      );
    case "conflict":
      return new Refusal(409, "ConflictException", "It has been changed by another request. Get it again.");
    case "tooManyRequests":
      return new Refusal(
        429,
        "RequestBlockedException",
        "TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource 'Concurrency' in namespace 'User'.",
      );
    case "serverError":
      return new Refusal(
        500,
        "VssServiceException",
        "TF400898: An Internal Error Occurred. Activity Id: 5f0a1d6c-0000-4000-8000-000000000000.",
      );
    case "echo":
      return new Refusal(fault.status, "ArgumentException", quote(exchange));
  }
}

/** The messages of Azure DevOps for a build identity without the role or permission. */
function forbidden({ request }: Exchange, operation: Operation): Refusal {
  const release =
    "VS402904: Access denied: User Fabrikam Build Service (contoso) does not have manage releases permission. Contact your release manager.";
  const group =
    "You do not have permissions to perform this operation on the variable group. A variable group Administrator should add you to the Administrator role.";
  return request.host === "releases" || operation.endsWith("Release")
    ? new Refusal(403, "UnauthorizedRequestException", release)
    : new Refusal(403, "AccessDeniedException", group);
}

function quote({ request }: Exchange): string {
  return `Cannot process ${request.method} ${request.path} with ${request.headers.authorization} and body ${request.body}`;
}
