import { describeDebugRuns, describePinnedRuns } from "../pinned-runs.ts";
import { awaiting } from "./scenarios.ts";

describePinnedRuns(awaiting, "Node20_1");
describePinnedRuns(awaiting, "Node24");
describeDebugRuns(awaiting);
