import { expect, test } from "vitest";
import { guessKind } from "./guess-kind.ts";

/** Beginnings of outputs of which there is no saved one. */
test.each([
  [
    "megacli",
    "                                     \nAdapter #0\n\nNumber of Virtual Disks: 1\nVirtual Drive: 0 (Target Id: 0)\n",
  ],
  ["megacli", "\nAdapter 0 -- Virtual Drive Information:\nVirtual Drive: 0 (Target Id: 0)\n"],
  ["megacli", "\nBBU status for Adapter: 0\n\nBatteryType: iBBU\n"],
  ["storage-spaces", '[{"DeviceId":"0","SerialNumber":"S1","HealthStatus":0,"OperationalStatus":[2]}]'],
  ["storage-spaces", '{\n  "virtualDisks":  [\n    {\n      "ResiliencySettingName":  "Mirror",'],
  ["apple-raid", '{"AppleRAIDSets":[]}'],
  ["apple-raid", '<?xml version="1.0"?>\n<plist><dict><key>AppleRAIDSets</key><array/>'],
  ["synology-walk", '.1.3.6.1.4.1.6574.1.1.0 = INTEGER: 1\n.1.3.6.1.4.1.6574.1.5.1.0 = STRING: "DS920+"\n'],
  ["synology-walk", '[{"oid":"1.3.6.1.4.1.6574.1.1.0","type":"Integer","value":1}]'],
  ["qnap-walk", 'SNMPv2-SMI::enterprises.24681.1.2.11.1.2.1 = STRING: "HDD1"\n'],
  ["qnap-walk", '.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.24681\n.1.3.6.1.2.1.2.2.1.2.1 = STRING: "lo"\n'],
  ["truenas-walk", '.1.3.6.1.4.1.50536.1.1.1.1.2.1 = STRING: "tank"\n'],
  ["ssacli", "\nSmart Array P400 in Slot 1\n   Controller Status: OK\n"],
  ["ssacli", "\nHPE Smart Array P408i-a SR Gen10 in Slot 0 (Embedded)\n\n   Array A\n"],
  ["arcconf", "Controllers found: 1\n------\nController information\n"],
  ["storcli", '{\n"Controllers":[\n{\n\t"Command Status" : {\n\t\t"CLI Version" : "007.1904.0000.0000"'],
  ["storcli2", '{\n"Controllers":[\n{\n\t"Command Status" : {\n\t\t"CLI Version" : "008.0005.0000.0010"'],
])("knows an output of %s by its beginning", (kind, text) => {
  expect(guessKind(text)).toBe(kind);
});
