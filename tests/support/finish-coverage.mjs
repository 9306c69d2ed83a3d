// A process of mocha writes its coverage when it exits. Its pool ends it after a second with SIGTERM, which would lose the
// coverage on a busy machine.
if (process.env.NODE_V8_COVERAGE !== undefined && process.send !== undefined) process.on("SIGTERM", () => {});
