import { generateX25519Identity } from "age-encryption";
import { postQuantumKey, publicKeys } from "../../support/public-keys.ts";
import { type Scenario, withoutConnections } from "../scenario.ts";

const { fabrikam, other } = publicKeys;
const name = "ado_to_jira";

/** The passphrase of these scenarios. */
const passphrase = "saddle-orbit-canyon-velvet-7";
const withPassphrase = { inputs: () => ({ passphrase }), secrets: { passphrase } };

/** A private key of the tests, made when they start. */
const privateKey = await generateX25519Identity();
const secrets = { "private key": privateKey, "private key in lower case": privateKey.toLowerCase() };
const [firstLine, secondLine] = [privateKey.slice(0, 40), privateKey.slice(40)];
const lines = {
  "first line": firstLine,
  "second line": secondLine,
  "first line in lower case": firstLine.toLowerCase(),
  "second line in lower case": secondLine.toLowerCase(),
};

const requester = [
  { name: "Build.RequestedFor", value: "Contoso Admin" },
  { name: "Build.RequestedForEmail", value: "admin@contoso.com" },
];

const successes: Scenario[] = [
  { name: "encrypted-for-a-key", inputs: () => ({ encryptFor: fabrikam }), variables: requester },
  {
    name: "encrypted-for-several-keys-only",
    inputs: () => ({
      encryptFor: `# Fabrikam\n${fabrikam}\n\n  ${postQuantumKey}  \n${fabrikam}\n`,
      publishCode: "false",
    }),
  },
  { name: "encrypted-with-a-passphrase", ...withPassphrase },
  {
    name: "encrypted-in-a-release",
    inputs: () => ({ encryptFor: fabrikam, publishCode: "false" }),
    variables: [
      { name: "System.HostType", value: "release" },
      { name: "Release.Deployment.RequestedFor", value: "Contoso Admin" },
      { name: "Release.Deployment.RequestedForEmail", value: "admin@contoso.com" },
    ],
  },
  {
    name: "encrypted-again",
    arrange: ({ node, destination }) => node.addConnection({ name, remoteUrl: destination.url }),
    inputs: () => ({ encryptFor: other, publishCode: "false" }),
  },
  {
    name: "encrypted-when-active",
    arrange: ({ node, destination }) => node.addConnection({ name, status: "ACTIVE", remoteUrl: destination.url }),
    inputs: () => ({ encryptFor: other, publishCode: "false" }),
  },
  {
    name: "encrypted-inside-the-limits",
    inputs: () => ({ encryptFor: fabrikam, publishCode: "false" }),
    connection: () => ({
      data: { requireEncryption: "true", allowedRecipients: `# Fabrikam\n${fabrikam}\n${other}` },
    }),
  },
  {
    name: "encrypted-with-an-unsafe-name",
    inputs: () => ({
      encryptFor: fabrikam,
      publishCode: "false",
      connectionName: "../Con:toso `*` ##vso[task.complete]",
    }),
  },
  {
    name: "encrypted-code-too-long-for-a-variable",
    node: { invitationCode: "x".repeat(40_000) },
    inputs: () => ({ encryptFor: fabrikam, publishCode: "false" }),
  },
];

const refusals = withoutConnections([
  {
    name: "refused-key-and-passphrase",
    inputs: () => ({ encryptFor: fabrikam, passphrase }),
    secrets: { passphrase },
    failure: "EXA701",
  },
  { name: "refused-code-nowhere", inputs: () => ({ publishCode: "false" }), failure: "EXA702" },
  {
    name: "refused-code-in-a-group-only",
    inputs: () => ({ encryptFor: fabrikam, publishCode: "false", storeIn: "variableGroup", variableGroup: "codes" }),
    failure: "EXA702",
  },
  { name: "refused-publish-code-unexpanded", inputs: () => ({ publishCode: "$(publish)" }), failure: "EXA102" },
  { name: "refused-key-unexpanded", inputs: () => ({ encryptFor: "$(fabrikamKey)" }), failure: "EXA102" },
  { name: "refused-key-cut", inputs: () => ({ encryptFor: `${other}\n${fabrikam.slice(0, -1)}` }), failure: "EXA703" },
  { name: "refused-ssh-key", inputs: () => ({ encryptFor: "ssh-ed25519 AAAAC3NzaC1lZDI1" }), failure: "EXA703" },
  { name: "refused-key-missing", inputs: () => ({ encryptFor: "# Fabrikam\n" }), failure: "EXA703" },
  {
    name: "refused-private-key",
    inputs: () => ({ encryptFor: `${fabrikam}\n${privateKey.toLowerCase()}` }),
    secrets,
    failure: "EXA704",
  },
  {
    name: "refused-private-key-in-two-lines",
    inputs: () => ({ encryptFor: `${firstLine}\n${secondLine}`, passphrase: "short" }),
    secrets: { ...secrets, ...lines },
    failure: "EXA704",
  },
  {
    name: "refused-private-key-in-a-comment",
    inputs: () => ({ encryptFor: `${fabrikam}\n# key=${privateKey}, not used`, description: `see ${privateKey}` }),
    secrets,
    failure: "EXA704",
  },
  {
    name: "refused-private-key-in-a-name",
    inputs: () => ({ encryptFor: fabrikam, connectionName: `"${privateKey.toLowerCase()}"` }),
    secrets,
    failure: "EXA704",
  },
  {
    name: "refused-keys-blank",
    inputs: () => ({ encryptFor: "$(firstKey)\n$(secondKey)" }),
    variables: [
      { name: "firstKey", value: "" },
      { name: "secondKey", value: "" },
    ],
    failure: "EXA703",
  },
  {
    name: "refused-passphrase-blank",
    inputs: () => ({ passphrase: "$(fabrikamPassphrase)" }),
    variables: [{ name: "fabrikamPassphrase", value: "  ", isSecret: true }],
    failure: "EXA705",
  },
  {
    name: "refused-passphrase-with-a-variable-in-it",
    inputs: () => ({ passphrase: "$(first)-$(second)-orbit-canyon" }),
    failure: "EXA102",
  },
  {
    name: "refused-passphrase-short",
    inputs: () => ({ passphrase: "hunter2-hunter" }),
    secrets: { passphrase: "hunter2-hunter" },
    failure: "EXA705",
  },
  {
    name: "refused-passphrase-unexpanded",
    inputs: () => ({ passphrase: "$(fabrikamPassphrase)" }),
    failure: "EXA102",
  },
  {
    name: "refused-passphrase-that-is-a-private-key",
    inputs: () => ({ passphrase: privateKey }),
    secrets,
    failure: "EXA705",
  },
  {
    name: "refused-without-required-encryption",
    connection: () => ({ data: { requireEncryption: "true" } }),
    failure: "EXA706",
  },
  {
    name: "refused-publishing-with-required-encryption",
    inputs: () => ({ encryptFor: fabrikam }),
    connection: () => ({ data: { requireEncryption: "True" } }),
    failure: "EXA706",
  },
  {
    name: "refused-key-outside-the-limit",
    inputs: () => ({ encryptFor: `${fabrikam}\n${other}` }),
    connection: () => ({ data: { allowedRecipients: fabrikam } }),
    failure: "EXA707",
  },
  {
    name: "refused-passphrase-with-a-limit",
    ...withPassphrase,
    connection: () => ({ data: { allowedRecipients: fabrikam } }),
    failure: "EXA707",
  },
  {
    name: "refused-limit-unreadable",
    inputs: () => ({ encryptFor: fabrikam }),
    connection: () => ({ data: { allowedRecipients: "Fabrikam" } }),
    failure: "EXA708",
  },
  {
    name: "refused-limit-with-a-private-key",
    inputs: () => ({ encryptFor: fabrikam }),
    connection: () => ({ data: { allowedRecipients: `${fabrikam}\n${privateKey}` } }),
    secrets,
    failure: "EXA708",
  },
]);

/** The scenarios of ExalateInitiate@1 that encrypt the code or are asked to. */
export const encryptedScenarios: readonly Scenario[] = [...successes, ...refusals];
