import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";

const folder = new URL("../../node_modules/@cyclonedx/cyclonedx-library/res/schema/", import.meta.url);

/** How a bill of materials differs from CycloneDX's schema of its JSON form, version 1.6. */
export function sbomProblems(bom: object): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  for (const name of ["spdx", "jsf-0.82"])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  ajv.validate(schema("bom-1.6"), bom);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function schema(name: string): object {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`${name}.SNAPSHOT.schema.json`, folder)), "utf8"));
}
