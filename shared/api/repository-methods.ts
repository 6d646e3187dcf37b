import { z } from "zod";
import { JobIdText, Name, RepositoryIdText, Secret } from "../model/primitives.ts";
import { LocationFinding, RepositoryView } from "../model/repository.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const location = z.string().min(1).max(4096);

export const repositoryMethods = {
  "repositories.list": method("read", nothing, z.strictObject({ repositories: z.array(RepositoryView) })),
  /**
   * Looks at a location; with a password also into the repository there. A wrong one is WRONG_PASSWORD.
   * @param sourcePaths what is to be backed up there
   */
  "repositories.inspect": method(
    "write",
    z.strictObject({
      location,
      password: Secret.nullable(),
      sourcePaths: z.array(location).max(500).optional(),
    }),
    LocationFinding,
  ),
  "repositories.create": method(
    "write",
    z.strictObject({ name: Name, location, password: Secret }),
    RepositoryView,
  ),
  /** Takes an existing one, restic's own too, into the catalog. */
  "repositories.open": method(
    "write",
    z.strictObject({ name: Name, location, password: Secret }),
    RepositoryView,
  ),
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
