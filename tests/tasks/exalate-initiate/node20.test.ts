import { describeSnapshotRuns } from "../scenario-tests.ts";
import { initiateScenarios } from "./scenarios.ts";

describeSnapshotRuns(initiateScenarios, "Node20_1");
