import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../../shared/words/language.ts";
import { decodeOutput } from "../reading/decode-output.ts";
import { fixtureFiles, listFixtures, readFixture, readLab } from "../testing/fixtures.ts";
import { explain } from "./explain.ts";
import { guessKind } from "./guess-kind.ts";
import { KIND_NAMES, type KindName } from "./kinds.ts";

const moment = { nowMs: Date.UTC(2026, 10, 21) };
const isKind = (kind: string): kind is KindName => (KIND_NAMES as readonly string[]).includes(kind);

const fixtures = listFixtures();
const readable = fixtures.flatMap(({ kind, ...rest }) => (isKind(kind) ? [{ kind, ...rest }] : []));

describe("the real outputs", () => {
  test.each(readable)("$kind/$file is judged as a good monitor would", ({ kind, file, expected }) => {
    expect(expected).toContain(explain(readFixture(kind, file), kind, moment, "en").severity);
  });

  test.each(readable)("$kind/$file is known by its content", ({ kind, file }) => {
    expect(guessKind(readFixture(kind, file))).toBe(kind);
  });

  test("are all in the table, and all of the table are there", () => {
    for (const { kind, file } of fixtures) expect(fixtureFiles(kind)).toContain(file);
    for (const kind of new Set(fixtures.map((fixture) => fixture.kind))) {
      const listed = fixtures.filter((fixture) => fixture.kind === kind).map(({ file }) => file);
      expect(listed.toSorted()).toEqual(fixtureFiles(kind));
      expect(KIND_NAMES).toContain(kind);
    }
    expect(fixtures.length).toBeGreaterThan(100);
  });
});

describe("several outputs in one file", () => {
  /** One that is fine of each kind, and one that is not where there is one. */
  const samples = Map.groupBy(readable, ({ kind }) => kind)
    .values()
    .flatMap((all) => [
      all.find(({ expected }) => expected[0] === "ok"),
      all.find(({ expected }) => expected[0] === "critical"),
    ])
    .filter((sample) => sample !== undefined)
    .map(({ kind, file }) => ({ kind, file, text: readFixture(kind, file) }))
    .toArray();
  const judged = (text: string) => explain(text, "auto", moment, "en");
  const worst = (severities: readonly string[]) =>
    ["critical", "warning", "unknown", "ok"].find((severity) => severities.includes(severity));
  const idsOf = (text: string) => judged(text).subjects.map(({ kind, id }) => `${kind} ${id}`);

  test.each(samples)("each is judged as if it were alone, beside $kind/$file", (one) => {
    for (const other of samples) {
      const alone = [one, other].map(({ text }) => judged(text));
      const together = judged(`${one.text.trimEnd()}\n\n${other.text}`);
      expect([other.file, together.severity]).toEqual([
        other.file,
        worst(alone.filter(({ subjects }) => subjects.length > 0).map(({ severity }) => severity)) ??
          "unknown",
      ]);
      // what one program says of the parts of one array is put together wherever it stands
      if (one.kind === other.kind && /^(?:mdadm-examine|md-sysfs|btrfs-device-stats)$/.test(one.kind))
        continue;
      // what several controllers printed tells of all the controllers first
      expect(together.subjects.map(({ kind, id }) => `${kind} ${id}`).toSorted()).toEqual(
        [...idsOf(one.text), ...idsOf(other.text)].toSorted(),
      );
    }
  });

  test("all are named", () => {
    const text = `${readLab("10", "mdstat.txt")}\n${readLab("06", "smartctl-a-LABSATA0.json")}`;
    const { kind, severity, subjects } = judged(text);
    expect({ kind, severity }).toEqual({ kind: "mdstat, smartctl", severity: "critical" });
    expect(subjects.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["md0", "degraded"],
      ["md1", "ok"],
      ["LABSATA0", "failing"],
    ]);
  });

  test("the commands that were typed between them do no harm", () => {
    const one = `# smartctl --json --all /dev/sda\n${readLab("01", "smartctl-a-LABSATA0.json")}`;
    const two = `# zpool status\n${readFixture("zpool-status", "kellyjonbrazil__jc__zpool-status-v2.out")}`;
    const three = `root@nas:~# cat /proc/mdstat\n${readLab("01", "mdstat.txt")}`;
    for (const text of [one + two + three, three + one + two, two + three + one])
      expect(judged(text).subjects.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(
        expect.arrayContaining(["LABSATA0 ok", "md0 ok", "md1 ok"]),
      );
  });

  test("what no known program printed is said to be there", () => {
    for (const strange of ['{\n  "temperature": 31\n}\n', '[\n  { "name": "x" }\n]\n'])
      for (const text of [`${strange}\n${samples[0]?.text}`, `${readLab("01", "mdstat.txt")}\n${strange}`]) {
        const { severity, subjects } = judged(text);
        expect(severity).toBe("unknown");
        expect(subjects.flatMap(({ reasons }) => reasons.map(({ details }) => details))).toContainEqual(
          expect.objectContaining({ reason: "output-mixed" }),
        );
      }
  });

  test("what was torn out of a larger output does not pass for a whole one", () => {
    const disk = readLab("01", "smartctl-a-LABSATA0.json").trim();
    expect(judged(`${disk}\n${disk}`).severity).toBe("ok");
    for (const torn of [
      `[\n${disk},\n${disk}`,
      `${disk},\n${disk}\n]`,
      `{ "a":\n${disk}`,
      `${disk}\n${disk.slice(0, -1)}`,
    ])
      expect(judged(torn).severity).toBe("unknown");
  });
});

/** What happens to outputs on their way into a file. */
const MANGLED: readonly (readonly [how: string, mangle: (text: string) => string | Uint8Array])[] = [
  ["with Windows' line ends", (text) => text.replace(/\r?\n/g, "\r\n")],
  ["with a byte order mark", (text) => `\ufeff${text}`],
  ["as PowerShell writes it", (text) => Buffer.from(`\ufeff${text.replace(/\r?\n/g, "\r\n")}`, "utf16le")],
  ["in UTF-16 without a mark", (text) => Buffer.from(text, "utf16le")],
  ["compressed by mistake", (text) => gzipSync(text)],
  [
    "with a banner in front",
    (text) => `Debian GNU/Linux 12 \\n \\l\n\nLast login: Sun Nov 22 from 10.0.0.7\n\n${text}`,
  ],
  [
    "with sudo's lecture in front",
    (text) =>
      `We trust you have received the usual lecture from the local System\nAdministrator. It usually boils down to these three things:\n\n    #1) Respect the privacy of others.\n    #2) Think before you type.\n    #3) With great power comes great responsibility.\n\n[sudo] password for ann: \n${text}`,
  ],
  ["with the prompts of a terminal", (text) => `[root@nas ~]# tool --all\n${text}\n[root@nas ~]# `],
  ["quoted in a mail", (text) => text.replace(/^/gm, "> ")],
  ["as a page of HTML", (text) => `<html><body><pre>${text.replaceAll("<", "&lt;")}</pre></body></html>`],
];

describe.each(MANGLED)("an output %s", (how, mangle) => {
  const RANK = ["ok", "unknown", "warning", "critical"];
  const worseThan = (severity: string) => RANK.slice(RANK.indexOf(severity));

  test.each(readable)("is no better than it was: $kind/$file", ({ kind, file }) => {
    const text = readFixture(kind, file);
    const mangled = mangle(text);
    const read = typeof mangled === "string" ? mangled : decodeOutput(mangled);
    const { severity, subjects } = explain(read, "auto", moment, "en");
    const before = explain(text, kind, moment, "en").severity;
    const isUnreadable = severity === "unknown" && subjects.some(({ reasons }) => reasons.length > 0);
    if (!isUnreadable) expect(worseThan(before)).toContain(severity);
    // what every editor and shell does must not matter
    if (how.includes("Windows") || how.includes("PowerShell")) expect(severity).toBe(before);
  });
});

describe("explain", () => {
  test.each([
    ["mdstat", "mdstat.txt", /begins with the first write/],
    ["md-sysfs", "sysfs-md0.txt", /begins with the first write/],
    ["mdadm-detail", "mdadm-detail-md0.txt", /no rebuild is running yet/],
  ] as const)("by %s an array that has its new member, and waits, needs no other one", (kind, file, says) => {
    const { subjects } = explain(readLab("64", file), kind, moment, "en");
    const array = subjects.find(({ id }) => id.startsWith("md"));
    expect(array?.verdict).toBe("degraded");
    const todo = array?.reasons[0]?.todo ?? "";
    expect(todo).toMatch(/^Its new member is there already/);
    expect(todo).toMatch(says);
    expect(todo).not.toMatch(/replace the missing/);
  });

  test.each([
    ["mdstat", "mdstat.txt"],
    ["md-sysfs", "sysfs-md0.txt"],
    ["mdadm-detail", "mdadm-detail-md0.txt"],
  ] as const)(
    "by %s nobody is told to replace a disk that a lost array may need to come back",
    (kind, file) => {
      const todos = (state: string) =>
        explain(readLab(state, file), kind, moment, "en").subjects.flatMap(({ reasons }) =>
          reasons.flatMap(({ code, todo }) => (/MEMBER_(?:FAILED|MISSING)/.test(code) ? [todo] : [])),
        );
      expect(todos("30")[0]).toMatch(/Replace this disk|replace it/);
      expect(todos("34")).toHaveLength(2);
      for (const todo of todos("34")) {
        expect(todo).toMatch(/the array may come back/);
        expect(todo).not.toMatch(/^Replace|; if it does not come back, replace/);
      }
    },
  );

  test.each(["", " \n", "hello", "\0\u0001", "[1,2,3]", '{"hello":"world"}'])(
    "knows nothing about %j, and says so",
    (text) => {
      const { severity, kind, subjects } = explain(text, "auto", moment, "en");
      expect({ severity, kind }).toEqual({ severity: "unknown", kind: null });
      expect(subjects[0]?.reasons[0]?.code).toMatch(/_UNREADABLE$/);
    },
  );

  test.each(KIND_NAMES)("does not call an empty or foreign output fine as %s", (kind) => {
    for (const text of ["", "hello\n", '{"hello":"world"}', "[]", "Permission denied\n"]) {
      expect(explain(text, kind, moment, "en").severity).toBe("unknown");
    }
  });

  test.each(LANGUAGES)("gives each reason its words in %s", (language) => {
    const text = readLab("06", "smartctl-a-LABSATA0.json");
    const { subjects } = explain(text, "smartctl", moment, language);
    const reasons = subjects.flatMap((subject) => subject.reasons);
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) {
      expect(reason.text).toContain(reason.what);
      expect(reason.text).toContain(reason.means);
      expect(reason.text).toContain(reason.todo);
    }
  });

  test.each([
    [
      "smartctl 7.3 2022-02-28 r5338 [x86_64-linux-6.1.0] (local build)\n\n=== START OF INFORMATION SECTION ===\n",
      "output-not-json",
    ],
    [
      "smartctl 6.6 2017-11-05 r4594 [x86_64-linux-4.19.0] (local build)\n\n=======> UNRECOGNIZED OPTION: json=c\n",
      "version-unknown",
    ],
    ["CLI Version = 007.1904.0000.0000\nController = 0\nStatus = Success\n\nVD LIST :\n", "output-not-json"],
  ])("says what to ask for instead of %j", (text, reason) => {
    const { severity, subjects } = explain(text, "auto", moment, "en");
    expect(severity).toBe("unknown");
    expect(subjects[0]?.reasons[0]?.details).toMatchObject({ reason });
  });

  test("is the worst of what an output tells", () => {
    const { severity, subjects } = explain(readLab("06", "smartctl-a-LABSATA0.json"), "auto", moment, "en");
    expect(severity).toBe("critical");
    expect(subjects).toMatchObject([{ kind: "disk", id: "LABSATA0", verdict: "failing" }]);
  });
});
