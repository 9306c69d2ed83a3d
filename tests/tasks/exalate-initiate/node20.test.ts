import { describePinnedRuns } from "../pinned-runs.ts";
import { initiating } from "./scenarios.ts";

describePinnedRuns(initiating, "Node20_1");
