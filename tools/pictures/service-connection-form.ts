import { readFile } from "node:fs/promises";
import { initiatingStep } from "./example.ts";
import { contosoAddress } from "./example-run.ts";
import { fieldStyle } from "./field-style.ts";
import { helpText } from "./help-text.ts";
import { html, type Markup } from "./html.ts";
import { pageOf } from "./page.ts";
import { chevron, cross } from "./symbols.ts";
import { light } from "./theme.ts";
import type { FormValues } from "./visible-rule.ts";

const manifestFile = new URL("../../vss-extension.json", import.meta.url);

/** The form of a new service connection as Azure DevOps shows it, filled in for Contoso's node of the example. */
export async function serviceConnectionFormPage(): Promise<string> {
  const type = await serviceConnectionType();
  const { url, authenticationSchemes, inputDescriptors } = type;
  const { exalateConnection: name = "", destinationUrl = "" } = (await initiatingStep()).inputs;
  const values: FormValues = { apitoken: maskedToken, allowedDestinations: new URL(destinationUrl).host };
  const fields = [...(authenticationSchemes[0]?.inputDescriptors ?? []), ...inputDescriptors];
  return pageOf({
    width: 640,
    style: fieldStyle + style,
    body: html`<main>
<header>New ${type.displayName} service connection${cross}</header>
<section>
<p class="label">Authentication method</p>
${authenticationSchemes.map(({ displayName }, index) => choice(displayName, index === 0))}
${textField({ label: url.displayName, value: contosoAddress, isRequired: url.required, help: url.helpText })}
${fields.map((each) => field(each, values[each.id] ?? ""))}
</section>
<section>
<h2>Details</h2>
${textField({ label: "Service connection name", value: name, isRequired: true })}
${textField({ label: "Description (optional)", value: "" })}
<p class="label">Security</p>
${checkBox("Grant access permission to all pipelines")}
<p class="help">${helpText(type.helpMarkDown)}</p>
</section>
<footer><b class="button plain">Back</b><b class="button">Verify and save</b><b class="button menu">${chevron(true, light.onAccent)}</b><span class="item">Save without verification</span></footer>
</main>`,
  });
}

// A password field shows dots, whatever is in it.
const maskedToken = "•".repeat(32);

interface Descriptor {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly inputMode: string;
  readonly validation: { readonly isRequired: boolean };
}

interface ServiceConnectionType {
  readonly displayName: string;
  readonly helpMarkDown: string;
  readonly url: { readonly displayName: string; readonly helpText: string; readonly required: boolean };
  readonly inputDescriptors: readonly Descriptor[];
  readonly authenticationSchemes: readonly {
    readonly displayName: string;
    readonly inputDescriptors: readonly Descriptor[];
  }[];
}

interface Contribution {
  readonly type: string;
  readonly properties: ServiceConnectionType;
}

async function serviceConnectionType(): Promise<ServiceConnectionType> {
  const { contributions }: { contributions: Contribution[] } = JSON.parse(await readFile(manifestFile, "utf8"));
  const found = contributions.find(({ type }) => type === "ms.vss-endpoint.service-endpoint-type");
  if (found === undefined) throw new Error("vss-extension.json has no type of service connections.");
  return found.properties;
}

function choice(label: string, isChosen: boolean): Markup {
  return html`<p class="check"><span class="radio ${String(isChosen)}"></span><label>${label}</label></p>
`;
}

function field({ name, description, inputMode, validation }: Descriptor, value: string): Markup {
  if (inputMode === "checkbox") return html`${checkBox(name)}<p class="help">${description}</p>\n`;
  const isArea = inputMode === "textarea";
  return textField({ label: name, value, isRequired: validation.isRequired, help: description, isArea });
}

function checkBox(label: string): Markup {
  return html`<p class="check"><span class="box"></span><label>${label}</label></p>`;
}

interface TextField {
  readonly label: string;
  readonly value: string;
  readonly isRequired?: boolean;
  readonly help?: string;
  readonly isArea?: boolean;
}

function textField({ label, value, isRequired = false, help, isArea = false }: TextField): Markup {
  const mark = isRequired ? html`<i class="required">*</i>` : html``;
  const below = help === undefined ? html`` : html`<p class="help">${help}</p>`;
  return html`<div class="field"><label>${label}${mark}</label><p class="value${isArea ? " area" : ""}">${value}</p>${below}</div>
`;
}

const style = `
main { background: ${light.card}; border: 1px solid ${light.line}; }
header { display: flex; justify-content: space-between; align-items: center; padding: 16px 24px 12px; font-size: 18px; font-weight: bold; }
section { padding: 0 24px; }
h2 { margin: 16px 0 10px; font-size: 15px; }
.label { margin: 0 0 5px; }
.check { margin-bottom: 6px; }
.radio { width: 17px; height: 17px; flex: none; border: 1px solid ${light.field}; border-radius: 50%; }
.radio.true { border: 5px solid ${light.accent}; }
.area { min-height: 46px; }
.help { margin: 3px 0 10px; font-size: 12px; line-height: 16px; color: ${light.secondary}; }
footer { position: relative; display: flex; justify-content: flex-end; gap: 1px; padding: 12px 24px 58px; border-top: 1px solid ${light.line}; }
.plain { margin-right: 8px; background: ${light.code}; color: ${light.text}; }
.menu { padding: 6px 9px; }
.item { position: absolute; right: 24px; top: 48px; padding: 7px 16px; background: ${light.card}; border: 1px solid ${light.line}; border-radius: 3px; }
`;
