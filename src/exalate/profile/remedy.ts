/** What to do when a node's API differs from the profile. */
export const checkApiRemedy =
  'Compare the call with the node\'s own description at <node>/swagger and set "API overrides" of the service ' +
  "connection where it differs; see docs/node-api.md in the extension's repository.";
