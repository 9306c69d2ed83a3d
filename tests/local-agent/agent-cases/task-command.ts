/** Source of the cases, in `src/Test/L0` of the agent. */
export const file = "Worker/TaskCommandExtensionL0.cs";

/** The only connection of the job in these cases. */
export const connection = {
  id: "11111111-1111-1111-1111-111111111111",
  name: "connection",
  type: "sample",
  url: "https://test.com",
  scheme: "Test",
  parameters: {},
  data: {},
};

interface SetEndpointCase {
  /** Name of the unit test. */
  readonly name: string;
  readonly line: string;
  /** Expected environment of the next step; absent when the step must fail. */
  readonly environment?: Readonly<Record<string, string>>;
}

const { id } = connection;
const systemId = "00000000-0000-0000-0000-000000000000";
const unchanged = { [`ENDPOINT_URL_${id}`]: "https://test.com/" };

/** `task.setendpoint` commands and their effects. */
export const setEndpoints: readonly SetEndpointCase[] = [
  {
    name: "SetEndpointAuthParameter",
    line: `##vso[task.setEndpoint field=authParameter;id=${id};key=test]blah`,
    environment: { [`ENDPOINT_AUTH_PARAMETER_${id}_TEST`]: "blah" },
  },
  {
    name: "SetEndpointDataParameter",
    line: `##vso[task.setEndpoint field=dataParameter;id=${id};key=test]blah`,
    environment: { [`ENDPOINT_DATA_${id}_TEST`]: "blah" },
  },
  {
    name: "SetEndpointUrlParameter, SetEndpoint_AllowsModification_OnUserEndpoint",
    line: `##vso[task.setEndpoint field=url;id=${id}]http://blah/`,
    environment: { [`ENDPOINT_URL_${id}`]: "http://blah/" },
  },
  { name: "SetEndpointWithoutValue", line: "##vso[task.setEndpoint]" },
  { name: "SetEndpointWithoutEndpointField", line: "##vso[task.setEndpoint]blah" },
  { name: "SetEndpointInvalidEndpointField", line: "##vso[task.setEndpoint field=blah]blah" },
  { name: "SetEndpointWithoutEndpointId", line: "##vso[task.setEndpoint field=url]blah" },
  { name: "SetEndpointInvalidEndpointId", line: "##vso[task.setEndpoint field=url;id=blah]https://test.com" },
  {
    name: "SetEndpointServiceConnectionNotDeclared",
    line: "##vso[task.setEndpoint field=url;id=12345678-1234-1234-1234-123456789012]http://example.com/",
  },
  { name: "SetEndpointIdWithoutEndpointKey", line: `##vso[task.setEndpoint field=authParameter;id=${id}]blah` },
  { name: "SetEndpointUrlWithInvalidValue", line: `##vso[task.setEndpoint field=url;id=${id}]blah` },
  {
    name: "SetEndpoint_BlocksUrlModification_OnSystemEndpoint",
    line: `##vso[task.setEndpoint field=url;id=${systemId}]http://evil.com/`,
    environment: { ...unchanged, ENDPOINT_URL_SYSTEMVSSCONNECTION: "https://dev.azure.com/contoso/" },
  },
  {
    name: "SetEndpoint_BlocksAuthParameter_OnSystemEndpoint",
    line: `##vso[task.setEndpoint field=authParameter;id=${systemId};key=AccessToken]stolen-token`,
    environment: { ...unchanged, ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: "token-of-the-job" },
  },
];

/**
 * Issues from a task without the right id in a job with ENABLE_ISSUE_SOURCE_VALIDATION, and the debug lines for each.
 */
export const issueSources: readonly { readonly name: string; readonly line: string; readonly debug: string[] }[] = [
  {
    name: "IssueSourceValidationFailedBecauseCorrelationIdWasInvalid",
    line: "##vso[task.issue type=error;source=CustomerScript;correlationId=20000000-0000-4000-8000-000000000001]test error",
    debug: ["##[debug]The task provided an invalid correlation ID when using the task.issue command."],
  },
  {
    name: "IssueSourceValidationFailedBecauseCorrelationIdWasAbsent",
    line: "##vso[task.issue type=error;source=TaskInternal]test error",
    debug: [],
  },
];
