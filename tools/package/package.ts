import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { kilobytes } from "../build/build-tasks.ts";
import { createPackage } from "./create-package.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

try {
  const { path, sizeBytes } = await createPackage(root);
  console.log(`${relative(root, path)}: ${kilobytes(sizeBytes)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
