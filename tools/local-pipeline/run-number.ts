import { PipelineFileError } from "./place.ts";

const part = /\$\((?<name>[^():]+)(?::(?<format>[^()]*))?\)/g;

/**
 * Computes the run number from `name:` of the pipeline, with `$(Date:…)`, `$(Rev:r)` and variables.
 * @throws PipelineFileError for any other macro
 */
export function runNumber(
  pattern: string,
  file: string,
  at: Date,
  variable: (name: string) => string | undefined,
): string {
  return pattern.replace(part, (whole, name: string, format: string | undefined) => {
    const value = partValue(name.toLowerCase(), format, at) ?? variable(name);
    if (value !== undefined) return value;
    throw new PipelineFileError({ file, line: 1, column: 1 }, `This runner does not know "${whole}" in "name".`);
  });
}

function partValue(name: string, format: string | undefined, at: Date): string | undefined {
  if (name === "date") return formatDate(format ?? "yyyyMMdd", at);
  if (name === "rev") return (format ?? "r").replace(/r+/, (letters) => "1".padStart(letters.length, "0"));
  return undefined;
}

function formatDate(format: string, at: Date): string {
  const [year = "", month = "", day = "", hour = "", minute = "", second = ""] = at.toISOString().split(/\D/);
  const parts: Readonly<Record<string, string>> = {
    yyyy: year,
    yy: year.slice(2),
    MM: month,
    dd: day,
    HH: hour,
    mm: minute,
    ss: second,
  };
  return format.replace(/yyyy|yy|MM|dd|HH|mm|ss/g, (letters) => parts[letters] ?? letters);
}
