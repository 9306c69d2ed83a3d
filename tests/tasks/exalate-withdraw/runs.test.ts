import { describeDebugRuns, describeSnapshotRuns } from "../scenario-tests.ts";
import { withdrawScenarios } from "./scenarios.ts";

describeSnapshotRuns(withdrawScenarios, "Node20_1");
describeSnapshotRuns(withdrawScenarios, "Node24");
describeDebugRuns(withdrawScenarios);
