import { basePath } from "../exalate-node/route.ts";
import { fakeToken } from "../exalate-node/settings.ts";
import { basicEnvironment, type Environment } from "../local-agent/environment.ts";

/** The connection that every run initiates, as inputs of ExalateInitiate@1. */
export const initiateInputs = {
  localShortName: "Contoso",
  destinationShortName: "Fabrikam",
  connectionName: "Contoso_to_Fabrikam",
  description: "Escalated bugs, agreed with Fabrikam support",
  project: "Fabrikam",
  mode: "script",
};

/** Where a script finds the node, and the connection's destination. */
export interface ScriptPlaces {
  readonly nodeUrl: string;
  readonly destinationUrl: string;
  readonly caFile: string;
}

/** The environment of the scripts that make the calls without the task: the node, and the bodies of the two requests. */
export function scriptEnvironment({ nodeUrl, destinationUrl, caFile }: ScriptPlaces): Environment {
  return {
    ...basicEnvironment(),
    NODE_API: `${nodeUrl}${basePath}`,
    CA_FILE: caFile,
    DESTINATION_URL: destinationUrl,
    PROJECT: initiateInputs.project,
    SIGN_IN: JSON.stringify({ authProtocol: "basic", user: "", password: fakeToken }),
    INITIATE: JSON.stringify(initiateBody(destinationUrl)),
  };
}

function initiateBody(destinationUrl: string) {
  const { connectionName, destinationShortName, ...same } = initiateInputs;
  return {
    ...same,
    name: connectionName,
    remoteShortName: destinationShortName,
    remoteUrl: destinationUrl,
    private: false,
  };
}
