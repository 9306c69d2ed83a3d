import type { OperationName } from "../exalate/profile/operations.ts";

/** What a person does in the console so that a recording shows an operation. */
export const howToShow: Readonly<Record<OperationName, string>> = {
  authenticate: "Sign out and sign in again while the browser records.",
  listConnections: "Open the list of connections after initiating, while the browser records.",
  searchProjects: "Type the project's name into the wizard's project field while the browser records.",
  describeDestination: "Enter the destination's URL in the wizard and choose Next while the browser records.",
  initiateConnection: "Go through the wizard to its end, with the values that you give to this command.",
  readInvitation: "Open the pending connection and copy its invitation code again while the browser records.",
  acceptInvitation:
    "Accept the invitation in the other node's console while the browser records, and give that recording as --accepting.",
  deleteConnection: "Remove a throw-away connection and open the list again while the browser records.",
};
