import { VERSION } from "../../shared/version.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT } from "../exit-codes.ts";

export const defineVersion: DefineCommand = (command, run) => {
  command.description("Prints the version of Backstay and of what runs it.").action(() =>
    run(command, async ({ output }) => {
      const { versions, platform, arch } = process;
      output.line(`backstay ${VERSION}, Node.js ${versions.node} on ${platform}/${arch}`);
      output.json({
        message_type: "version",
        version: VERSION,
        node_version: versions.node,
        os: platform,
        arch,
      });
      return EXIT.done;
    }),
  );
};
