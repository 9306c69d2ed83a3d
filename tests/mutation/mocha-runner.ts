import { readdirSync } from "node:fs";
import { join } from "node:path";
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import Mocha from "mocha";

/** The folders with tests that are fast enough to run for each mutant, because they start no process. */
const unitTests = ["unit/commands", "unit/core", "unit/exalate", "properties"].map((folder) => join("tests", folder));

/** Tests that measure time. Mutants in other processes would disturb the measurement. */
const measuring: ReadonlySet<string> = new Set(["hostile-text.test.ts", "regular-expressions.test.ts"]);

/** The data that the instrumented sources read and write: the active mutant, and the mutants that each test reaches. */
const instrumented: InstrumenterContext = {};
Object.defineProperty(globalThis, INSTRUMENTER_CONSTANTS.NAMESPACE, { value: instrumented });

/**
 * Runs the unit tests for Stryker, in one process for many mutants. Stryker's own runner uses internal files of mocha that
 * mocha 12 does not have. This runner uses only mocha's public interface.
 */
class UnitTestRunner implements TestRunner {
  // The base reporter prints nothing, because Stryker reports the results.
  readonly #mocha = new Mocha({ reporter: Mocha.reporters.Base, timeout: 0 }).cleanReferencesAfterRun(false);
  #isLoaded = false;

  /** Imported modules cannot be loaded again, so Stryker must start a new process to reload them. */
  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: false };
  }

  /** Adds the test files. */
  async init(): Promise<void> {
    for (const folder of unitTests) {
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
        (name) => name.endsWith(".test.ts") && !measuring.has(name),
      );
      for (const name of files) this.#mocha.addFile(join(folder, name));
    }
    this.#mocha.suite.beforeEach(function (this: Mocha.Context) {
      const { currentTest } = this;
      if (currentTest) instrumented.currentTestId = currentTest.fullTitle();
    });
  }

  /** Runs all tests without a mutant, and returns the mutants that each test reaches. */
  async dryRun({ disableBail }: DryRunOptions): Promise<DryRunResult> {
    await this.#load();
    const tests = await this.#run(!disableBail);
    const { mutantCoverage } = instrumented;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  /** Runs the tests that reach a mutant, until the first failure. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { id } = options.activeMutant;
    if (options.mutantActivation === "static") instrumented.activeMutant = id;
    await this.#load();
    const { hitLimit } = options;
    Object.assign(instrumented, { activeMutant: id, hitLimit, hitCount: hitLimit && 0 });
    this.#mocha.grep(options.testFilter ? only(options.testFilter) : /(?:)/);
    const tests = await this.#run(!options.disableBail);
    const limitReached = determineHitLimitReached(instrumented.hitCount, instrumented.hitLimit);
    return toMutantRunResult(limitReached ?? { status: DryRunStatus.Complete, tests });
  }

  /** Releases the tests. */
  async dispose(): Promise<void> {
    this.#mocha.dispose();
  }

  async #load(): Promise<void> {
    if (!this.#isLoaded) await this.#mocha.loadFilesAsync();
    this.#isLoaded = true;
  }

  #run(bail: boolean): Promise<TestResult[]> {
    setBail(this.#mocha.suite, bail);
    const results: TestResult[] = [];
    return new Promise((resolve) => {
      const runner = this.#mocha.run(() => resolve(results));
      runner.on("pass", (test) => results.push({ ...named(test), status: TestStatus.Success }));
      runner.on("fail", (test, error: Error) =>
        results.push({ ...named(test), status: TestStatus.Failed, failureMessage: error.message }),
      );
    });
  }
}

/** Sets `bail` on existing suites. Mocha sets it only when it creates a suite. */
function setBail(suite: Mocha.Suite, bail: boolean): void {
  suite.bail(bail);
  for (const inner of suite.suites) setBail(inner, bail);
}

function named(test: Mocha.Test) {
  const title = test.fullTitle();
  return { id: title, name: title, timeSpentMs: test.duration ?? 0 };
}

function only(titles: readonly string[]): RegExp {
  return new RegExp(titles.map((title) => `^${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`).join("|"));
}

/** The plugin through which Stryker finds the runner. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "unit-tests", UnitTestRunner)];
