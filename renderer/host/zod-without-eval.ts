import { z } from "zod";

/** Checks without compiling code at run time, which the content security policy forbids. Imported before anything else. */
z.config({ jitless: true });
