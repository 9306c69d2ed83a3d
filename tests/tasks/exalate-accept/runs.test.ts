import { describeDebugRuns, describeSnapshotRuns } from "../scenario-tests.ts";
import { acceptScenarios } from "./scenarios.ts";

describeSnapshotRuns(acceptScenarios, "Node20_1");
describeSnapshotRuns(acceptScenarios, "Node24");
describeDebugRuns(acceptScenarios);
