import { describeDebugRuns, describePinnedRuns } from "../pinned-runs.ts";
import { accepting } from "./scenarios.ts";

describePinnedRuns(accepting, "Node20_1");
describePinnedRuns(accepting, "Node24");
describeDebugRuns(accepting);
