import { describe, expect, test } from "vitest";
import { isBackstayError } from "../../../shared/errors.ts";
import { isBucketInHost, parseS3Location, regionOf } from "./place.ts";

describe("parseS3Location", () => {
  test.each([
    ["s3:s3.example.com/bucket", "https://s3.example.com/", "bucket", ""],
    ["s3:https://s3.example.com/bucket/", "https://s3.example.com/", "bucket", ""],
    ["s3:http://nas:9000/bucket/a/b/", "http://nas:9000/", "bucket", "a/b"],
    ["s3://nas:9000/bucket/a", "https://nas:9000/", "bucket", "a"],
    ["s3:nas:9000/bucket//a/./b", "https://nas:9000/", "bucket", "a/b"],
    ["s3:https://[::1]:9000/bucket", "https://[::1]:9000/", "bucket", ""],
    ["s3:https://s3.example.com/bucket/our%20files", "https://s3.example.com/", "bucket", "our files"],
    ["s3:s3.example.com/bucket/100%25", "https://s3.example.com/", "bucket", "100%25"],
    ["s3:https://s3.example.com/Old_Bucket.1/x", "https://s3.example.com/", "Old_Bucket.1", "x"],
  ])("reads %s, and what it says of it is the same place", (location, endpoint, bucket, prefix) => {
    const place = parseS3Location(location);
    expect({ ...place, endpoint: place.endpoint.href }).toMatchObject({ endpoint, bucket, prefix });
    expect(parseS3Location(place.location)).toEqual(place);
  });

  test.each([
    "s3:",
    "s3:https://",
    "s3:host",
    "s3:host/",
    "s3:https://host/%",
    "s3:https://host/bucket?x=1",
    "s3:https://host/bucket/a#b",
    "s3:https://user:secret@host/bucket",
    "s3:user:secret@host/bucket",
    "s3:ftp://host/bucket",
    "s3:host/bucket/../../other",
    "s3:https://host/bucket/%2e%2e/other",
    "s3:host/b",
    "s3:host/buc ket",
    "s3:host/bucket/a\nb",
  ])("refuses %j, and repeats nothing of it", (location) => {
    try {
      parseS3Location(location);
      expect.unreachable();
    } catch (error) {
      expect(isBackstayError(error, "STORE_LOCATION_INVALID")).toBe(true);
      expect(`${error}`).not.toContain("secret");
    }
  });
});

test.each([
  ["s3:s3.eu-central-1.amazonaws.com/bucket", "eu-central-1"],
  ["s3:s3.dualstack.us-west-2.amazonaws.com/bucket", "us-west-2"],
  ["s3:s3-ap-southeast-2.amazonaws.com/bucket", "ap-southeast-2"],
  ["s3:s3.us-gov-west-1.amazonaws.com/bucket", "us-gov-west-1"],
  ["s3:s3.cn-north-1.amazonaws.com.cn/bucket", "cn-north-1"],
  ["s3:s3.amazonaws.com/bucket", undefined],
  ["s3:s3.eu-central-1.amazonaws.com.evil.example/bucket", undefined],
  ["s3:nas:9000/bucket", undefined],
])("%s is in region %s", (location, region) => {
  expect(regionOf(parseS3Location(location))).toBe(region);
});

test.each([
  ["s3:s3.eu-central-1.amazonaws.com/bucket", undefined, true],
  ["s3:s3.eu-central-1.amazonaws.com/with.dots", undefined, false],
  ["s3:nas:9000/bucket", undefined, false],
  ["s3:nas:9000/bucket", "dns", true],
  ["s3:s3.amazonaws.com/bucket", "path", false],
])("the bucket of %s, asked for as %s, stands in the host's name: %s", (location, wish, inHost) => {
  expect(isBucketInHost(parseS3Location(location), wish)).toBe(inHost);
});
