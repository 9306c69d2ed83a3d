import { describeDebugRuns, describePinnedRuns } from "../pinned-runs.ts";
import { withdrawing } from "./scenarios.ts";

describePinnedRuns(withdrawing, "Node20_1");
describePinnedRuns(withdrawing, "Node24");
describeDebugRuns(withdrawing);
