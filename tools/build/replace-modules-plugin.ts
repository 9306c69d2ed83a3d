import { dirname, resolve } from "node:path";
import type { OnLoadResult, OnResolveArgs, Plugin, PluginBuild } from "esbuild";
import { packageOfFile } from "./bundled-package.ts";
import { type ReplacedModule, replacedModules } from "./replaced-modules.ts";

const namespace = "replaced";
const resolvingOriginal = Symbol("resolving the original module");

/**
 * An esbuild plugin that applies the replacements of `replaced-modules.ts`. The build fails when a package in the
 * bundle no longer imports a module that should be replaced, for example after an upgrade. The assumptions of the
 * replacement must then be checked again.
 */
export function replaceModulesPlugin(modules: readonly ReplacedModule[] = replacedModules): Plugin {
  return {
    name: "replace-modules",
    setup(build) {
      const replaced = new Set<ReplacedModule>();
      redirectImports(build, modules, replaced);
      build.onLoad({ filter: /.*/, namespace }, ({ pluginData }) => loadReplacement(pluginData));
      build.onEnd(({ metafile }) => ({
        errors: missingReplacements(modules, replaced, Object.keys(metafile?.inputs ?? {})),
      }));
    },
  };
}

interface Replacement {
  readonly module: ReplacedModule;
  readonly originalPath: string;
}

function redirectImports(build: PluginBuild, modules: readonly ReplacedModule[], replaced: Set<ReplacedModule>): void {
  build.onResolve({ filter: /.*/ }, async (args) => {
    const module = findReplacement(modules, args);
    if (!module) return undefined;
    const { path, errors } = await build.resolve(args.path, { ...resolveOptions(args), pluginData: resolvingOriginal });
    if (errors.length > 0) return { errors };
    replaced.add(module);
    const pluginData: Replacement = { module, originalPath: path };
    return { path: `${module.importer} ${module.specifier}`, namespace, pluginData };
  });
}

function findReplacement(modules: readonly ReplacedModule[], args: OnResolveArgs): ReplacedModule | undefined {
  if (args.pluginData === resolvingOriginal) return undefined;
  const importer = packageOfFile(args.importer)?.name;
  return modules.find((module) => module.importer === importer && module.specifier === args.path);
}

function resolveOptions({ importer, resolveDir, kind }: OnResolveArgs) {
  return { importer, resolveDir, kind };
}

async function loadReplacement({ module, originalPath }: Replacement): Promise<OnLoadResult> {
  // Node's own modules have no folder; their replacements are required by absolute paths.
  return { contents: await module.source(originalPath), loader: "js", resolveDir: dirname(resolve(originalPath)) };
}

function missingReplacements(modules: readonly ReplacedModule[], replaced: Set<ReplacedModule>, inputs: string[]) {
  const bundled = new Set(inputs.map((input) => packageOfFile(input)?.name));
  return modules
    .filter((module) => bundled.has(module.importer) && !replaced.has(module))
    .map(({ importer, specifier }) => ({
      text: `${importer} no longer imports "${specifier}", which tools/build/replaced-modules.ts replaces. Check what it does now.`,
    }));
}
