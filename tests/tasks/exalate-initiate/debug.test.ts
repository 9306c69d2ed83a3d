import { describeDebugRuns } from "../scenario-tests.ts";
import { initiateScenarios } from "./scenarios.ts";

describeDebugRuns(initiateScenarios);
