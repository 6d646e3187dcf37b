import type { BlockDevice } from "./parse-lsblk.ts";

/** How a person said that a disk is reached, where smartctl does not find that out by itself, or finds something else. */
export type GivenType = {
  readonly deviceType: string;
  /** By what the kernel calls it: an adapter may tell a serial number of its own. */
  readonly serials: readonly string[];
  readonly wwn: string | null;
  /** Where it was last; counts when no disk is called as above. */
  readonly device: string | null;
};

type Target = { readonly device: string; readonly block: BlockDevice | undefined };

/** @returns for each target what a person said of it; undefined where nobody said anything */
export function givenTypes(
  given: readonly GivenType[],
  targets: readonly Target[],
): readonly (GivenType | undefined)[] {
  const byName = given.map((one) => targets.findIndex(({ block }) => isCalled(one, block)));
  return targets.map(({ device }, n) => {
    const named = given[byName.indexOf(n)];
    if (named !== undefined) return named;
    return given.find((one, m) => byName[m] === -1 && one.device === device);
  });
}

function isCalled({ serials, wwn }: GivenType, block: BlockDevice | undefined): boolean {
  if (block === undefined) return false;
  const { identity } = block;
  const hasSerial = identity.serial !== null && serials.includes(identity.serial);
  return hasSerial || (wwn !== null && identity.wwn === wwn);
}
