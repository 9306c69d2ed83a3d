import { cpSync } from "node:fs";

cpSync(process.env.INPUT_REPOSITORY, process.env.BUILD_SOURCESDIRECTORY, { recursive: true });
