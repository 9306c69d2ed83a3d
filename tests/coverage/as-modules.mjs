// Loaded into mocha when coverage is measured. Mocha requires test files where Node can require ES modules; the loader
// then turns all sources into CommonJS, with helpers of its own in every file that count as code nobody runs. Told that
// Node cannot, mocha imports them, and they are measured as they are written.
Object.defineProperty(process.features, "require_module", { value: false });
