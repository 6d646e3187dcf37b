/** Run by Vitest before each file of unit tests: most of their time would go into passwords otherwise. */
import { makeCheapKeys } from "../../core/repository/keys/new-key-cost.ts";

makeCheapKeys();
