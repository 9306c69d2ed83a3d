import type { IRequestHandler } from "azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js";
import type { Secret } from "../core/secret.ts";

/**
 * Signs in requests with a job's token, only at one host and port. The library's own handler would send the token to
 * every host, and would load all other ways to sign in.
 */
export function jobCredentials(token: Secret, url: string): IRequestHandler {
  const { hostname, port, protocol } = new URL(url);
  const ownPort = Number(port) || (protocol === "https:" ? 443 : 80);
  return {
    prepareRequest: ({ host, port, headers = {} }) => {
      if (host !== hostname || port !== ownPort) return;
      // Without the second header, Azure DevOps redirects to its sign-in page when it does not accept the token.
      Object.assign(headers, { Authorization: `Bearer ${token.reveal()}`, "X-TFS-FedAuthRedirect": "Suppress" });
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error("There is no second way to sign in.")),
  };
}
