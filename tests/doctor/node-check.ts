import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportLines } from "../../src/doctor/report.ts";
import { type Checked, checkNode } from "../../tools/doctor/doctor.ts";
import { type ExalateNode, fakeToken } from "../../tools/exalate-node/node.ts";

/** Checks an embedded node with the test token, and with API overrides if given. */
export async function check(node: ExalateNode, overrides?: object): Promise<Checked> {
  const folder = mkdtempSync(join(tmpdir(), "exalate-doctor-"));
  try {
    const file = join(folder, "overrides.json");
    if (overrides) writeFileSync(file, JSON.stringify(overrides));
    const options = { node: node.url, apiOverrides: overrides && file, json: false };
    return await checkNode(options, { EXALATE_TOKEN: fakeToken });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The printed report on a node, without the parts that differ between runs. */
export function printed({ check: result }: Checked, node: ExalateNode): string {
  const text = reportLines(result).join("\n").replaceAll(new URL(node.url).host, "127.0.0.1:<node port>");
  return `${text}\n`;
}

/** The requests of a node so far, one line each. */
export function requestLines(node: ExalateNode): string[] {
  return node.requests.map(({ method, path }) => `${method} ${path}`);
}
