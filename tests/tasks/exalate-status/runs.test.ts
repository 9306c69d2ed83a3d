import { describeDebugRuns, describeSnapshotRuns } from "../scenario-tests.ts";
import { statusScenarios } from "./scenarios.ts";

describeSnapshotRuns(statusScenarios, "Node20_1");
describeSnapshotRuns(statusScenarios, "Node24");
describeDebugRuns(statusScenarios);
