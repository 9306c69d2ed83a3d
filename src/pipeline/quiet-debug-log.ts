/**
 * Tells azure-pipelines-task-lib, when it is loaded after this, to write debug lines in debug runs only. The agent
 * drops them otherwise, so that they cost a task's start a tenth and show nothing to anyone. It is the library's own
 * switch, which the agent sets where the organisation has the feature (azure-pipelines-task-lib 5.281.0, internal.ts).
 */
process.env.DISTRIBUTEDTASK_TASKS_NODE_SKIPDEBUGLOGSWHENDEBUGMODEOFF ??= "true";
