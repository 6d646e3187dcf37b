import { z } from "zod";
import { JobIdText, Name, ReplicaIdText, RepositoryIdText, Secret } from "../model/primitives.ts";
import { RemotePlaceDraft, RemotePlaceView } from "../model/remote-place.ts";
import { LocationFinding, RepositoryView } from "../model/repository.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const location = z.string().min(1).max(4096);
/** The path of a folder, or a place on another machine. */
const where = z.union([location, RemotePlaceDraft]);
const replica = z.strictObject({ repositoryId: RepositoryIdText, replicaId: ReplicaIdText });

export const repositoryMethods = {
  "repositories.list": method("read", nothing, z.strictObject({ repositories: z.array(RepositoryView) })),
  /**
   * Looks at a location; with a password also into the repository there. A wrong one is WRONG_PASSWORD. Another machine is reached and
   * signed in to; one whose key nobody has compared yet is sent nothing, and REMOTE_KEY_UNKNOWN tells the key.
   *
   * @param sourcePaths what is to be backed up there
   * @param replicaId the one that is edited: what is not given of its secrets is what is kept
   */
  "repositories.inspect": method(
    "write",
    z.strictObject({
      location: where,
      password: Secret.nullable(),
      sourcePaths: z.array(location).max(500).optional(),
      replicaId: ReplicaIdText.optional(),
    }),
    LocationFinding,
  ),
  "repositories.create": method(
    "write",
    z.strictObject({ name: Name, location: where, password: Secret }),
    RepositoryView,
  ),
  /** Takes an existing one, restic's own too, into the catalog. */
  "repositories.open": method(
    "write",
    z.strictObject({ name: Name, location: where, password: Secret }),
    RepositoryView,
  ),
  /** How the place of a replica is reached, without its secrets; null for a folder, or when the key store does not know it. */
  "repositories.place": method("read", replica, z.strictObject({ view: RemotePlaceView.nullable() })),
  /**
   * Keeps another address or other credentials for a replica, once its repository was found there.
   * @throws REPOSITORY_CHANGED when another one stands there
   */
  "repositories.setPlace": method("write", replica.extend({ location: RemotePlaceDraft }), RepositoryView),
  "repositories.rename": method(
    "write",
    z.strictObject({ repositoryId: RepositoryIdText, name: Name }),
    RepositoryView,
  ),
  /** Keeps another password for a repository that is known: the old one was changed, or is lost. A wrong one is WRONG_PASSWORD. */
  "repositories.setPassword": method(
    "write",
    z.strictObject({ repositoryId: RepositoryIdText, password: Secret }),
    RepositoryView,
  ),
  /**
   * Whether a password opens a repository that is known; nothing is kept. Somebody who has it in mind wants it drawn on paper, and
   * the host gives away none that it keeps. A wrong one is WRONG_PASSWORD.
   */
  "repositories.tryPassword": method(
    "write",
    z.strictObject({ repositoryId: RepositoryIdText, password: Secret }),
    nothing,
  ),
  /** Looks at every replica again. */
  "repositories.refresh": method("write", z.strictObject({ repositoryId: RepositoryIdText }), RepositoryView),
  /** Forgets where it is and its password; the repository itself stays as it is. @throws REPOSITORY_IN_USE while plans use it */
  "repositories.detach": method("write", z.strictObject({ repositoryId: RepositoryIdText }), nothing),
  "repositories.check": method(
    "write",
    z.strictObject({ repositoryId: RepositoryIdText, readDataPercent: z.number().min(0).max(100) }),
    z.strictObject({ jobId: JobIdText }),
  ),
  /**
   * Queues a repair of the damage that checks found: what is damaged is taken out of the index, so that backups store it again, and
   * what is whole is saved.
   */
  "repositories.repair": method(
    "write",
    z.strictObject({ repositoryId: RepositoryIdText }),
    z.strictObject({ jobId: JobIdText }),
  ),
  "repositories.prune": method(
    "write",
    z.strictObject({ repositoryId: RepositoryIdText }),
    z.strictObject({ jobId: JobIdText }),
  ),
};
