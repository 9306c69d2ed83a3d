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

/** The folders whose tests are fast enough to run for each mutant: they start no process. */
const unitTests = ["unit/commands", "unit/core", "unit/exalate", "properties"].map((folder) => join("tests", folder));

/** Tests that measure how the time grows with the text: beside mutants in other processes they would measure those. */
const measuring: ReadonlySet<string> = new Set(["hostile-text.test.ts", "regular-expressions.test.ts"]);

/** What the instrumented sources read and write: the mutant that is on, and which test ran which mutant. */
const instrumented: InstrumenterContext = {};
Object.defineProperty(globalThis, INSTRUMENTER_CONSTANTS.NAMESPACE, { value: instrumented });

/**
 * Runs the unit tests for Stryker, in one process for many mutants. Stryker's own runner reaches into files of mocha
 * that mocha 12 does not have; this one uses mocha's public interface alone.
 */
class UnitTestRunner implements TestRunner {
  // The base of mocha's reporters prints nothing: what is to be told is Stryker's to tell.
  readonly #mocha = new Mocha({ reporter: Mocha.reporters.Base, timeout: 0 }).cleanReferencesAfterRun(false);
  #isLoaded = false;

  /** Modules that were imported once cannot be loaded again, so Stryker starts a process where that is needed. */
  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: false };
  }

  /** Finds the tests. */
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

  /** Runs every test without a mutant, and tells which test reaches which mutant. */
  async dryRun({ disableBail }: DryRunOptions): Promise<DryRunResult> {
    await this.#load();
    const tests = await this.#run(!disableBail);
    const { mutantCoverage } = instrumented;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  /** Runs the tests that reach a mutant, until the first that fails. */
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

  /** Lets go of the tests. */
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

/** Mocha hands `bail` to a suite when it is made, so that one made before must be told. */
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

/** Stryker finds the runner by this name and kind. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "unit-tests", UnitTestRunner)];
