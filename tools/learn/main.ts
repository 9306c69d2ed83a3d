import { learnApi } from "../../src/learn/learn-api.ts";
import { runCommand } from "./command.ts";

await runCommand(learnApi);
