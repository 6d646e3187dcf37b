/** A record of an extended header: what the fixed fields of a tar header cannot say. Keys and values are bytes. */
export type PaxRecord = { readonly key: string; readonly value: Uint8Array };

export function paxRecord(key: string, value: string | Uint8Array): PaxRecord {
  return { key, value: typeof value === "string" ? Buffer.from(value) : value };
}

/**
 * @returns the records one after the other, each `LENGTH KEY=VALUE\n`, where LENGTH counts all of the record in bytes,
 * its own digits included
 * @source POSIX.1-2017, pax, "pax Extended Header"
 */
export function encodePaxRecords(records: readonly PaxRecord[]): Buffer {
  return Buffer.concat(
    records.flatMap(({ key, value }) => {
      const head = Buffer.from(` ${key}=`);
      const withoutDigits = head.length + value.length + 1;
      let length = withoutDigits + String(withoutDigits).length;
      length = withoutDigits + String(length).length; // the digits themselves may have made it one longer
      return [Buffer.from(String(length)), head, value, Buffer.from("\n")];
    }),
  );
}
