/** What smartctl prints when it is told to start a test; its texts of versions 6.2 to 7.4, as other programs have recorded them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { processorTimeMs } from "../../../../test/support/processor-time.ts";
import { startSelfTest } from "./commands.ts";
import { parseSelfTestStart } from "./parse-self-test-start.ts";

const BANNER = `smartctl 7.4 2023-08-01 r5530 [x86_64-linux-6.8.0] (local build)
Copyright (C) 2002-23, Bruce Allen, Christian Franke, www.smartmontools.org

`;
const SECTION = "=== START OF OFFLINE IMMEDIATE AND SELF-TEST SECTION ===\n";
const COMMAND = "Execute SMART Short self-test routine immediately in off-line mode";
const ATA_BEGUN = `${BANNER}${SECTION}Sending command: "${COMMAND}".
Drive command "${COMMAND}" successful.
Testing has begun.
Please wait 2 minutes for test to complete.
Test will complete after Sun Nov 22 05:35:01 2026 UTC
Use smartctl -X to abort test.
`;
const RUNNING = `${BANNER}${SECTION}Can't start self-test without aborting current test (90% remaining),
add '-t force' option to override, or run 'smartctl -X' to abort test.
`;
const said = (stdout: string, exitStatus = 0) =>
  parseSelfTestStart({ kind: "said", exitStatus, stdout, stderr: "" });

test.each([
  ["ATA", ATA_BEGUN, 0],
  // bits from 3 on tell how the disk is, not whether it was told
  ["ATA with old errors", ATA_BEGUN, 0b1100_0000],
  [
    "ATA that says it has none and does it",
    ATA_BEGUN.replace("Sending", "Warning: device does not support Self-Test functions.\n\nSending"),
    4,
  ],
  ["NVMe", `${BANNER}Self-test has begun\nUse smartctl -X to abort test\n`, 0],
  ["SCSI", `${BANNER}Short Background Self Test has begun\nUse smartctl -X to abort test\n`, 0],
  ["SCSI, long", `${BANNER}Extended Background Self Test has begun\nPlease wait 90 minutes\n`, 0],
])("begun: %s", (_, text, status) => expect(said(text, status)).toEqual({ kind: "begun" }));

test.each([
  [RUNNING, 4, "already-running"],
  [RUNNING, 255, "already-running"],
  [`${BANNER}Device is in STANDBY mode, exit(3)\n`, 3, "disk-asleep"],
  ["", 3, "disk-asleep"],
  [`${BANNER}Short offline self test failed [unsupported scsi opcode]\n`, 4, "not-supported"],
  [`${BANNER}Warning: device does not support Self-Test functions.\n\n`, 4, "not-supported"],
  // what 7.3 says of an NVMe disk, on Debian 12
  [
    `${BANNER}NVMe device successfully opened\n\nUse 'smartctl -a' (or '-x') to print SMART (and more) information\n\n`,
    0,
    "not-supported",
  ],
  [`${BANNER}/dev/vdb: Unable to detect device type\n`, 1, "not-supported"],
  [`${BANNER}Smartctl open device: /dev/sda failed: Permission denied\n`, 2, "not-allowed"],
  [`${BANNER}Read Device Identity failed: Input/output error\n`, 2, "failed"],
  ["", 0, "failed"],
  ["anything at all", 0, "failed"],
  [`${BANNER}Testing has begun.\n`, 2, "failed"],
])("refused: %j with %i is %s", (text, status, refusal) =>
  expect(said(text, status)).toMatchObject({ kind: "refused", refusal }),
);

test("it tells the line that says why", () => {
  expect(said(`${BANNER}Read Device Identity failed: Input/output error\n`, 2)).toMatchObject({
    message: "Read Device Identity failed: Input/output error",
  });
});

test.each([
  ["tool-missing", "tool-missing"],
  ["permission-denied", "not-allowed"],
  ["timed-out", "failed"],
] as const)("a tool that did not run: %s", (reason, refusal) =>
  expect(parseSelfTestStart({ kind: "gap", gap: { reason, about: "smartctl", message: null } })).toEqual({
    ...{ kind: "refused", refusal, message: null },
  }),
);

test("no nonsense counts as begun, however long", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 500 }), fc.integer({ min: 0, max: 255 }), (text, status) => {
      expect(said(text, status).kind).toBe("refused");
    }),
  );
  const startMs = processorTimeMs();
  for (const text of [" ".repeat(10e6), "Testing has ".repeat(1e6), `${"x".repeat(200)}\n`.repeat(5e4)])
    expect(said(text).kind).toBe("refused");
  expect(processorTimeMs() - startMs).toBeLessThan(3000);
});

test("only what smartctl could know is told to it", () => {
  expect(startSelfTest("/dev/sda", "megaraid,4", "long")).toEqual({
    program: "smartctl",
    args: ["--nocheck=standby,3", "--test=long", "-d", "megaraid,4", "/dev/sda"],
  });
  for (const [device, type] of [
    ["--all", null],
    ["/dev/sda;reboot", null],
    ["/dev/sda", "sat -s off"],
  ] as const)
    expect(startSelfTest(device, type, "short")).toBeUndefined();
});
