const { reporters } = require("mocha");

/** Mocha's spec reporter, closed by one plain line that any reader, or CI, can count by. */
class CountReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}

module.exports = CountReporter;
