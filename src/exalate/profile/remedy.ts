import { documentationPage } from "../../core/documentation.ts";

/** Where a reader finds how to correct the node API profile. */
export const nodeApiPage = documentationPage("docs/node-api.md");

/** What to do when a node's API may differ from the profile. */
export const checkApiRemedy =
  "If this node's API differs from the profile, there are two ways to correct it: run the step again with the variable Exalate.Doctor set to true, which compares " +
  "the node's own description with the profile; or record the node's console in a browser and learn its calls with `npm run learn`. " +
  `See ${nodeApiPage}.`;
