import type { Replica, RepositoryView } from "../../../shared/model/repository.ts";

/** Of a repository, what its code says. */
export type CodedPlaces = Pick<RepositoryView, "id"> & {
  readonly replicas: readonly Pick<Replica, "name" | "location">[];
};

/**
 * What a phone shows that looks at the code of the places: where they are and which repository lies there, to be copied instead of
 * typed. It is words of no language, as the one who reads it may speak another.
 *
 * @returns texts from the fullest to the shortest, as there may be more than a code has room for
 */
export function placesTexts({ id, replicas }: CodedPlaces): readonly string[] {
  const repository = `restic ${id}`;
  return [
    [...replicas.map(({ name, location }) => `${name}\n${location}\n`), repository].join("\n"),
    [...replicas.map(({ location }) => location), repository].join("\n"),
    replicas.map(({ location }) => location).join("\n"),
  ];
}
