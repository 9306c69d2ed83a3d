import type { IRequestHandler } from "azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js";
import type { Secret } from "../core/secret.ts";

/**
 * Signs requests in with a job's token, at one host and port and nowhere else: the library's own handler sends the
 * token along wherever it is led, and brings all other ways to sign in with it.
 */
export function jobCredentials(token: Secret, url: string): IRequestHandler {
  const { hostname, port, protocol } = new URL(url);
  const ownPort = Number(port) || (protocol === "https:" ? 443 : 80);
  return {
    prepareRequest: ({ host, port, headers = {} }) => {
      if (host !== hostname || port !== ownPort) return;
      // Without the second one a token that is not accepted is answered with a redirect to a page for people.
      Object.assign(headers, { Authorization: `Bearer ${token.reveal()}`, "X-TFS-FedAuthRedirect": "Suppress" });
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error("There is no second way to sign in.")),
  };
}
