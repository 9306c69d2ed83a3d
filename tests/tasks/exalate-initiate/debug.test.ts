import { describeDebugRuns } from "../pinned-runs.ts";
import { initiating } from "./scenarios.ts";

describeDebugRuns(initiating);
