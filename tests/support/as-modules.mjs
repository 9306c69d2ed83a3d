// Loaded before mocha. Mocha requires test files where Node can require ES modules; tsx then turns every source into
// CommonJS, with helpers that count as code nobody runs, while `await import()` loads the same source once more as a
// module, with classes of its own. Told that Node cannot require them, mocha imports the files as they are written.
Object.defineProperty(process.features, "require_module", { value: false });
