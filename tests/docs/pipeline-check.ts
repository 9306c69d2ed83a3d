import {
  getLanguageService,
  type JSONSchema,
  type MarkupContent,
  parse,
  TextDocument,
} from "azure-pipelines-language-service";

/** Returns the problems of a YAML pipeline, each as `line:column message`. */
export type PipelineCheck = (yaml: string) => Promise<string[]>;

/** The length limit of a message. Some messages list all tasks of Microsoft. */
const longestMessage = 200;

/** Microsoft's language service for Azure Pipelines, set up with a schema of pipelines. */
export function createPipelineCheck(schema: JSONSchema): PipelineCheck {
  const service = getLanguageService(() => Promise.resolve(schema), [], noProvider, {
    resolveRelativePath: (path) => path,
  });
  service.configure({ validate: true, schemas: [{ uri: "schema://pipeline", fileMatch: ["*"], schema }] });
  return async (yaml) => {
    const document = TextDocument.create("file:///pipeline.yml", "azure-pipelines", 1, yaml);
    const found = await withoutConsole(async () => service.doValidation(document, parse(yaml)));
    return found.map(({ range: { start }, message }) => `${start.line + 1}:${start.character + 1} ${short(message)}`);
  };
}

/** The required schema provider. The service uses its configured schema only when the provider fails. */
function noProvider(): Promise<string> {
  return Promise.reject(new Error("There is no other schema."));
}

function short(message: string | MarkupContent): string {
  const text = typeof message === "string" ? message : message.value;
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}

/** Runs the work without console.log, because the service logs its progress there. */
async function withoutConsole<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => {};
  try {
    return await work();
  } finally {
    console.log = log;
  }
}
