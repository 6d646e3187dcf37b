/** Installs what the tests need from Debian, or says how to. `npm test` does this too. */
import { setUpTestTools } from "./setup/set-up-test-tools.ts";

if (!(await setUpTestTools())) process.exitCode = 1;
