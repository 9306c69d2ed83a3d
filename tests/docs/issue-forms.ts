import { Ajv } from "ajv";

const text = { type: "string", minLength: 1 };
const list = { anyOf: [text, { type: "array", items: text }] };

/** An object with only these members; those of the first group are required. */
function object(required: Record<string, object>, optional: Record<string, object> = {}): object {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

/** A field that somebody fills in. */
function field(type: string, required: Record<string, object>, optional: Record<string, object> = {}): object {
  const attributes = object({ label: text, ...required }, { description: text, ...optional });
  const id = { type: "string", pattern: "^[A-Za-z0-9_-]+$" };
  return object(
    { type: { const: type }, attributes },
    { id, validations: object({}, { required: { type: "boolean" } }) },
  );
}

const options = (item: object) => ({ type: "array", minItems: 1, uniqueItems: true, items: item });

/**
 * The rules of GitHub for an issue form: "Syntax for issue forms" and "Syntax for GitHub's form schema" in its
 * documentation.
 */
const formSchema = object(
  {
    name: text,
    description: text,
    body: {
      type: "array",
      contains: { not: { properties: { type: { const: "markdown" } } } },
      items: {
        oneOf: [
          object({ type: { const: "markdown" }, attributes: object({ value: text }) }),
          field("input", {}, { placeholder: text, value: text }),
          field("textarea", {}, { placeholder: text, value: text, render: text }),
          field(
            "dropdown",
            { options: options(text) },
            { multiple: { type: "boolean" }, default: { type: "integer", minimum: 0 } },
          ),
          field("checkboxes", { options: options(object({ label: text }, { required: { type: "boolean" } })) }),
        ],
      },
    },
  },
  { title: text, labels: list, assignees: list, projects: list, type: text },
);

const configSchema = object(
  {},
  {
    blank_issues_enabled: { type: "boolean" },
    contact_links: options(object({ name: text, about: text, url: { type: "string", pattern: "^https://" } })),
  },
);

/** A field of an issue form. */
export interface FormField {
  readonly type: string;
  readonly id?: string;
  readonly attributes: { readonly label?: string; readonly value?: string; readonly options?: readonly unknown[] };
}

/** An issue form. */
export interface IssueForm {
  readonly name: string;
  readonly body: readonly FormField[];
}

/** What GitHub would refuse in an issue form. */
export function formProblems(form: IssueForm): string[] {
  const problems = schemaProblems(formSchema, form);
  if (problems.length > 0) return problems;
  return [
    ...repeated(form.body.flatMap(({ id }) => id ?? [])).map((id) => `The id "${id}" is used twice.`),
    ...repeated(form.body.flatMap(({ attributes }) => attributes.label ?? [])).map(
      (each) => `"${each}" is used twice.`,
    ),
  ];
}

/** What GitHub would refuse in the `config.yml` beside the issue forms. */
export function configProblems(config: object): string[] {
  return schemaProblems(configSchema, config);
}

function schemaProblems(schema: object, value: object): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.validate(schema, value);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) < index);
}
