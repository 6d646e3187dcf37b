/** A name or address as it is compared: lower case, without brackets, zone and the dot at the end; IPv4 as IPv4. */
export function plainAddress(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/%[^%]*$/, "")
    .replace(/^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/, "$1")
    .replace(/\.$/, "");
}

/** Whether it is a machine itself, whichever it is. */
export function isLoopback(address: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(address);
}
