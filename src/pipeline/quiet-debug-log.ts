/**
 * Makes azure-pipelines-task-lib write debug lines only in debug runs. Import this before the library. In other runs the
 * agent drops these lines, which cost a tenth of a task's start. The agent sets this switch of the library itself where
 * the organization has the feature (azure-pipelines-task-lib 5.281.0, internal.ts).
 */
process.env.DISTRIBUTEDTASK_TASKS_NODE_SKIPDEBUGLOGSWHENDEBUGMODEOFF ??= "true";
