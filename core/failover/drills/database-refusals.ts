/** What programs of databases say when this computer is to blame, and not the dump. They are asked to speak English. */

const ROOM = /no space left on device|disk full|errno(?: code)?: 28\b|is full\b/i;
/** Of PostgreSQL: extensions, their libraries and languages; locales. Of MariaDB: engines, plugins and collations. */
const SERVER: readonly RegExp[] = [
  /extension ".*" is not available/i,
  /could not open extension control file/i,
  /could not access file ".*"/i,
  /has no installation script/i,
  /invalid (?:LC_COLLATE|LC_CTYPE|locale)/i,
  /invalid locale name/i,
  /collation ".*" for encoding ".*" does not exist/i,
  /could not (?:open|create) (?:locale|collator)/i,
  /ICU is not supported/i,
  /unrecognized configuration parameter/i,
  /unsupported version \(.*\) in file header/i,
  /unknown storage engine/i,
  /unknown collation/i,
  /unknown character set/i,
  /plugin '.*' is not loaded/i,
  /unknown system variable/i,
];
/** MariaDB says of a view whose definer is not there that it lacks a column. */
const USERS =
  /specified as a definer|role ".*" does not exist|references invalid|ERROR 1054\b.*Unknown column/i;

export function lacksRoom(said: string): boolean {
  return ROOM.test(said);
}

export function lacksOfServer(said: string): boolean {
  return SERVER.some((one) => one.test(said));
}

/** Whether somebody is named who is not on the server. */
export function lacksUsers(said: string): boolean {
  return USERS.test(said);
}
